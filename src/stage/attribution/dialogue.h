// Turns of those who speak in transcripts, told by their labels: "WITNESS: At the ramp some did."
#pragma once

#include "kronika/article.h"
#include "text/events.h"
#include "text/mentions.h"
#include "text/tokens.h"
#include "text/word_list.h"

namespace kronika {

// The layers that the turns are read from.
struct DialogueLayers {
  const Article& article;
  const Tokens& tokens;
  const Mentions& mentions;
  const WordList& speech;
};

// One quotation a paragraph of each turn; none for those who ask, for those who speak for the medium (a host), and for
// the one who answers in an interview ("A:"), whose words the text has throughout.
std::vector<Quotation> find_turns(const DialogueLayers& layers);

}  // namespace kronika
