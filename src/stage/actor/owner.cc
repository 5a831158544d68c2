#include <algorithm>

#include "stage/actor/view.h"

namespace kronika {
namespace {

// What stands before a noun, or after it under one of these prepositions, can say whose it is.
bool can_own(const Grammar& grammar, uint32_t child) {
  const Deprel relation = grammar.relation(child);
  if (grammar.subtype(child) == Deprel::nmod_poss || relation == Deprel::amod || relation == Deprel::compound)
    return true;
  if (relation != Deprel::nmod) return false;
  const std::string_view p = grammar.preposition(child);
  return p == "of" || p == "in" || p == "from" || p == "for" || p == "at" || p == "with";
}

class Finder {
 public:
  Finder(const ActorView& view, const Mention& mention) : view_(view), mention_(mention) {}

  std::vector<Owner> find() {
    const Grammar& grammar = view_.grammar;
    for (const uint32_t c : grammar.children(mention_.head)) {
      if (!can_own(grammar, c)) continue;
      // Whom one works for or with is an organization: "investigators for the United Nations", not "talks with Russia".
      const std::string_view p = grammar.preposition(c);
      organizations_only_ = p == "for" || p == "with" || p == "at";
      // Where somebody is says whose he is only if nothing else does: "Ugandan rebels in Nairobi" are Uganda's.
      if ((p == "in" || p == "from") && !owners_.empty()) continue;
      for (const uint32_t w : grammar.with_conjuncts(c)) {
        add(w);
        if (owners_.empty())  // "the president of the Republic of Korea", "US-backed"
          for (const uint32_t inner : grammar.children(w)) add(inner);
        if (grammar.upos(w) == Upos::PRON && grammar.subtype(c) == Deprel::nmod_poss) add_antecedent(w);
      }
      // "the security services of the two countries"
      if (owners_.empty() && grammar.relation(c) == Deprel::nmod && is_both(view_, c))
        for (const std::string& country : view_.setting.last_two(mention_.head))
          owners_.push_back({country, {}, false});
    }
    return std::move(owners_);
  }

 private:
  void add(uint32_t w) {
    if (mention_.name_first <= w && w < mention_.name_last && mention_.name_first <= mention_.head &&
        mention_.head < mention_.name_last && mention_.type == NameType::person)
      return;
    Owner owner;
    if (const KnownName* name = view_.names.at(w)) {
      if (name->first <= mention_.head && mention_.head < name->last) return;
      const NameSense& sense = view_.sense_of(*name);
      if (sense.entity) {
        const std::vector<Office> offices = view_.knowledge.offices_on(*sense.entity, view_.article.published());
        if (offices.empty()) return;
        owner = {offices.front().country, offices.front().sectors, sense.entity->kind == EntityKind::organization};
      } else {
        owner.country = sense.country->coded_as;
        owner.sectors = sense.sectors;  // of a metonym
        owner.organization = sense.kind == NameSense::Kind::metonym;
      }
    } else {
      owner.country = view_.setting.of_place(w);
    }
    if (owner.country.empty() || (organizations_only_ && !owner.organization)) return;
    if (std::none_of(owners_.begin(), owners_.end(), [&](const Owner& o) { return o.country == owner.country; }))
      owners_.push_back(std::move(owner));
  }

  // "their police": whose country the pronoun stands for is known by its chain.
  void add_antecedent(uint32_t pronoun) {
    const Id<Mention> id = view_.mentions.of_head[pronoun];
    if (!id) return;
    constexpr size_t kMostLookedAt = 8;
    const std::vector<Id<Mention>>& chain = view_.chains.chains[view_.chains.of[id.index].index].mentions;
    for (size_t i = 0; i < std::min(chain.size(), kMostLookedAt) && owners_.empty(); ++i)
      if (chain[i].index != id.index) add(view_.mention(chain[i].index).head);
  }

  const ActorView& view_;
  const Mention& mention_;
  bool organizations_only_ = false;
  std::vector<Owner> owners_;
};

}  // namespace

std::vector<Owner> owners_of(const ActorView& view, const Mention& mention) {
  std::vector<Owner> owners = Finder(view, mention).find();
  const Grammar& grammar = view.grammar;
  // "a Ukrainian pilot and lawmaker": what stands before the first noun holds for both.
  constexpr uint32_t kMostWordsBetween = 8;
  uint32_t determiner;
  if (!owners.empty() || mention.form != MentionForm::description || grammar.relation(mention.head) != Deprel::conj)
    return owners;
  const uint32_t first = grammar.head(mention.head);
  if (mention.head - first > kMostWordsBetween || grammar.child(mention.head, Deprel::det, determiner)) return owners;
  const Id<Mention> other = view.mentions.of_head[first];
  if (other && view.mention(other.index).form == MentionForm::description)
    return Finder(view, view.mention(other.index)).find();
  return owners;
}

bool is_both(const ActorView& view, uint32_t head) {
  const std::string noun = view.lemma(head);
  if (!view.parties.has("states", noun) && !view.parties.has("camps", noun)) return false;
  bool two = false, definite = false;
  for (const uint32_t c : view.grammar.children(head)) {
    const std::string word = view.lemma(c);
    if (word == "both") return true;
    two = two || word == "two";
    definite = definite || word == "the" || word == "these" || word == "those";
  }
  return two && definite;
}

}  // namespace kronika
