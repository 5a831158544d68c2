// Lemmas as edits of the word: one script serves a whole class of words ("cut 3 letters, add y").
// After Straka (2018, UDPipe 2.0), with the suffix rule only.
#pragma once

#include <string>
#include <string_view>

namespace kronika {

// The script that turns `word` into `lemma`: "<case><cut>+<added>" with case `k` keep or `l` lower, or "=lemma" where
// they share no beginning.
std::string lemma_script(std::string_view word, std::string_view lemma);

// Runs a script. A cut that leaves nothing gives the lower-case word. Cuts count code points.
std::string apply_lemma_script(std::string_view script, std::string_view word);

}  // namespace kronika
