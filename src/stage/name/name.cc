#include "stage/name/name.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "base/utf8.h"
namespace kronika {
namespace {

std::optional<NameType> type_from(std::string_view name) {
  for (const NameType type : {NameType::person, NameType::organization, NameType::place, NameType::group,
                              NameType::event, NameType::facility, NameType::date, NameType::number, NameType::other})
    if (name_type_name(type) == name) return type;
  return std::nullopt;
}

bool is_hyphen(const Article& article, const Tokens& tokens, uint32_t word) {
  const std::string_view text = article.slice(tokens.words[word].span);
  return text == "-" || text == "\u2010" || text == "\u2011";
}

bool touch(const Tokens& tokens, uint32_t first, uint32_t second) {
  return tokens.words[first].span.end == tokens.words[second].span.start;
}

// "al", "-", "Qaida" are one name, of the type of its last part.
void join_hyphens(const Article& article, const Tokens& tokens, const Tags& tags, Names& names) {
  const auto joins = [&](uint32_t hyphen, uint32_t end) {
    return hyphen + 1 < end && is_hyphen(article, tokens, hyphen) && touch(tokens, hyphen - 1, hyphen) &&
           touch(tokens, hyphen, hyphen + 1) && tags.upos[hyphen - 1] == Upos::PROPN &&
           tags.upos[hyphen + 1] == Upos::PROPN;
  };
  std::vector<Name> joined;
  size_t next = 0;
  for (const Sentence& sentence : tokens.sentences)
    for (; next < names.names.size() && names.names[next].first < sentence.last; ++next) {
      Name name = names.names[next];
      while (name.first >= sentence.first + 2 && joins(name.first - 1, sentence.last)) name.first -= 2;
      while (joins(name.last, sentence.last)) name.last += 2;
      if (joined.empty() || joined.back().last <= name.first)
        joined.push_back(name);
      else
        joined.back() = {joined.back().first, std::max(joined.back().last, name.last), name.type};
    }
  names.names = std::move(joined);
}

// Persons, organizations and places begin and end with words that names are made of: "the militant group Hamas" is
// "Hamas".
void trim(const Article& article, const Tokens& tokens, const Tags& tags, Names& names) {
  const auto is_common = [&](uint32_t word) {
    const char first = article.slice(tokens.words[word].span)[0];
    return tags.upos[word] != Upos::PROPN && first >= 'a' && first <= 'z';
  };
  for (Name& name : names.names)
    if (name.type == NameType::person || name.type == NameType::organization || name.type == NameType::place) {
      while (name.first + 1 < name.last && is_common(name.first)) ++name.first;
      while (name.first + 1 < name.last && is_common(name.last - 1)) --name.last;
    }
}

// The type that the knowledge base has for a run of proper nouns, where it has one only.
std::optional<NameType> known_type(const KnowledgeBase& knowledge, std::string_view text) {
  std::optional<NameType> type;
  for (const NameSense& sense : knowledge.find(text)) {
    if (sense.short_form) return {};
    NameType of = NameType::place;
    if (sense.kind == NameSense::Kind::demonym) of = NameType::group;
    if (sense.kind == NameSense::Kind::metonym) return {};
    if (sense.kind == NameSense::Kind::entity)
      of = sense.entity->kind == EntityKind::person ? NameType::person : NameType::organization;
    if (type && *type != of) return {};
    type = of;
  }
  return type;
}

// Names in `names` that lie within words of which the knowledge base knows what they are together become one.
void correct_known(const Article& article, const Tokens& tokens, const Tags& tags, const KnowledgeBase& knowledge,
                   Names& names) {
  const auto is_capital = [&](uint32_t word) {
    return is_upper_code_point(decode_utf8(article.buffer(), tokens.words[word].span.start).value);
  };
  std::vector<Name> out;
  size_t next = 0;
  for (const Sentence& sentence : tokens.sentences)
    for (uint32_t first = sentence.first; first < sentence.last;) {
      // A run of proper nouns, or one that an adjective with a capital begins: "African Union".
      const bool adjective = tags.upos[first] == Upos::ADJ && is_capital(first);
      uint32_t last = adjective ? first + 1 : first;
      while (last < sentence.last && tags.upos[last] == Upos::PROPN) ++last;
      if (adjective && last == first + 1) last = first;
      while (next < names.names.size() && names.names[next].last <= first) ++next;
      if (last > first) {
        // Names that lie in the run; one that goes beyond it stays as it is.
        bool beyond = false;
        size_t end = next;
        for (; end < names.names.size() && names.names[end].first < last; ++end)
          beyond |= names.names[end].first < first || names.names[end].last > last;
        const Span span = {tokens.words[first].span.start, tokens.words[last - 1].span.end};
        const auto type = beyond ? std::nullopt : known_type(knowledge, article.slice(span));
        if (type == NameType::organization || (type == NameType::group && !adjective)) {
          out.push_back({first, last, *type});
          next = end;
          first = last;
          continue;
        }
        if (adjective) last = first + 1;  // the nouns after it may be known without it
      } else {
        last = first + 1;
      }
      for (; next < names.names.size() && names.names[next].first < last; ++next) {
        out.push_back(names.names[next]);
        last = std::max(last, names.names[next].last);
      }
      first = last;
    }
  names.names = std::move(out);
}

}  // namespace

Result<std::unique_ptr<const NameFinder>> NameFinder::load(const ModelFile& model, const KnowledgeBase& knowledge,
                                                           const std::string& language) {
  std::unique_ptr<NameFinder> finder(new NameFinder(knowledge));
  auto facilities = WordList::load(language + "/facilities.txt");
  if (!facilities) return facilities.error();
  finder->facilities_ = std::move(facilities.value());
  auto hidden = Hidden::load(model, "name.hidden", 0);
  if (!hidden) return hidden.error();
  finder->hidden_ = std::move(hidden.value());
  const auto names = model.list("name");
  if (!names) return names.error();
  for (const std::string& name : *names.value()) {
    Label label;
    if (name != "O") {
      const auto type = type_from(name.size() > 2 ? std::string_view(name).substr(2) : std::string_view());
      if (!type) return Error{ErrorKind::invalid, "the model knows an unknown type of name: " + name};
      label = {name[0] == 'B', name[0] == 'I', *type};
    }
    finder->labels_.push_back(label);
  }
  auto out =
      Linear::load(model, "name.w", "name.b", static_cast<uint32_t>(finder->labels_.size()), finder->hidden_.width());
  if (!out) return out.error();
  finder->out_ = std::move(out.value());
  return std::unique_ptr<const NameFinder>(std::move(finder));
}

Names NameFinder::find(const Article& article, const Tokens& tokens, const Tags& tags, const Encoding& encoding) const {
  std::vector<int8_t> hidden;
  std::vector<uint32_t> best, all;
  for (uint32_t first = 0; first < tokens.size(); first += Hidden::kRows) {
    const uint32_t n = std::min(Hidden::kRows, tokens.size() - first);
    hidden_.apply(encoding.row(first), n, hidden);
    out_.best(hidden.data(), n, best);
    all.insert(all.end(), best.begin(), best.end());
  }
  Names names;
  for (const Sentence& sentence : tokens.sentences) {
    bool open = false;
    for (uint32_t word = sentence.first; word < sentence.last; ++word) {
      const Label& label = labels_[all[word]];
      if (!label.begins && !label.inside) {
        open = false;
      } else if (label.inside && open && names.names.back().type == label.type) {
        names.names.back().last = word + 1;
      } else {
        names.names.push_back({word, word + 1, label.type});
        open = true;
      }
    }
  }
  std::erase_if(names.names, [&](const Name& name) {
    if (name.type != NameType::person && name.type != NameType::organization && name.type != NameType::place)
      return false;
    return std::none_of(tags.upos.begin() + name.first, tags.upos.begin() + name.last,
                        [](Upos upos) { return upos == Upos::PROPN; });
  });
  trim(article, tokens, tags, names);
  join_hyphens(article, tokens, tags, names);
  correct_known(article, tokens, tags, knowledge_, names);
  for (Name& name : names.names)
    if (name.type == NameType::place && name.last - name.first > 1 &&
        facilities_.has(lower_ascii(article.slice(tokens.words[name.last - 1].span))))
      name.type = NameType::facility;
  return names;
}

}  // namespace kronika
