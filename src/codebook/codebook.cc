#include "codebook/codebook.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/hash.h"
#include "port/sha256.h"
#include "port/yaml.h"

namespace kronika {
namespace {

template <class T>
const T& none() {
  static const T empty;
  return empty;
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool is_kind(const std::string& name) {
  return name == "actor" || name == "person" || name == "organization" || name == "country" || name == "place";
}

bool is_slot(const std::string& name) {
  const std::string base = name.substr(0, name.find('.'));
  return !base.empty() && std::all_of(base.begin(), base.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

// Reads the files of a codebook, one after the other, and stops at the first error.
class CodebookReader {
 public:
  Result<std::unique_ptr<const Codebook>> read(const std::string& path) {
    namespace fs = std::filesystem;
    std::vector<std::string> files;
    std::error_code code;
    if (fs::is_directory(path, code)) {
      for (fs::recursive_directory_iterator at(path, code), end; !code && at != end; at.increment(code))
        if (at->path().extension() == ".yaml") files.push_back(at->path().string());
      std::sort(files.begin(), files.end());
    } else {
      files.push_back(path);
    }
    if (files.empty()) return Error{ErrorKind::not_found, path + ": there is no .yaml file in this folder"};
    std::vector<Yaml> documents;
    std::string bytes;
    for (const std::string& file : files) {
      auto document = Yaml::load_file(file);
      if (!document) return document.error();
      if (!document.value().is_map()) return document.value().error("a codebook file is a map: category, senses, ...");
      std::ifstream in(file, std::ios::binary);
      std::ostringstream content;
      content << in.rdbuf();
      bytes += content.str();
      documents.push_back(std::move(document.value()));
    }
    // Categories and classes first: senses refer to them.
    for (const Yaml& document : documents)
      for (const auto& [key, value] : document.entries()) {
        if (key == "name") name_ = value.text();
        if (key == "version") name_ += " " + value.text();
        if (key == "categories" && !add_categories(value)) return *error_;
        if (key == "classes" && !add_classes(value)) return *error_;
      }
    for (const Yaml& document : documents) {
      if (document.get("contexts") && !add_contexts(*document.get("contexts"))) return *error_;
      if (document.get("light_verbs") && !add_light_verbs(*document.get("light_verbs"))) return *error_;
      if (document.get("senses") && !add_senses(document)) return *error_;
      for (const auto& [key, value] : document.entries())
        if (!std::set<std::string>{"name", "version", "categories", "classes", "contexts", "light_verbs", "category", "senses"}.contains(key))
          return value.error("unknown key " + key);
    }
    for (auto& by_lemma : codebook_->patterns_)
      for (auto& [lemma, patterns] : by_lemma)
        std::stable_sort(patterns.begin(), patterns.end(), [](const Pattern& a, const Pattern& b) { return a.others.size() > b.others.size(); });
    codebook_->label_ = (name_.empty() ? std::filesystem::path(path).stem().string() : name_) + " (" + sha256(bytes).substr(0, 16) + ")";
    return std::unique_ptr<const Codebook>(std::move(codebook_));
  }

 private:
  bool fail(const Yaml& at, const std::string& what) {
    error_ = at.error(what);
    return false;
  }

  static double number(const Yaml* value) {
    double out = 0;
    if (value) std::from_chars(value->text().data(), value->text().data() + value->text().size(), out);
    return out;
  }
  static std::string text(const Yaml* value) { return value ? value->text() : ""; }

  bool add_categories(const Yaml& list) {
    for (const Yaml& item : list.items()) {
      Category category;
      category.name = text(item.get("name"));
      if (category.name.empty()) return fail(item, "a category needs a name");
      if (codebook_->category(category.name)) return fail(item, "the category " + category.name + " stands here twice");
      category.cameo = text(item.get("cameo"));
      category.quad = static_cast<int>(number(item.get("quad")));
      category.score = number(item.get("score"));
      if (category.quad < 1 || category.quad > 4) return fail(item, "quad is 1, 2, 3 or 4");
      if (const Yaml* modes = item.get("modes"))
        for (const auto& [mode, value] : modes->entries()) {
          if (value.items().size() != 2) return fail(value, "a mode is written name: [CAMEO code, score]");
          category.modes[mode] = {value.items()[0].text(), number(&value.items()[1])};
        }
      for (const auto& [key, to] : {std::pair{"implied_actor", &category.implied_actor}, {"implied_recipient", &category.implied_recipient}})
        if (const Yaml* ways = item.get(key))
          for (const Yaml& way : ways->items()) {
            if (way.text() != "domestic" && way.text() != "nearest") return fail(way, "a side is implied by domestic or nearest");
            to->push_back(way.text());
          }
      codebook_->categories_.push_back(std::move(category));
    }
    return true;
  }

  bool add_classes(const Yaml& map) {
    for (const auto& [name, list] : map.entries()) {
      if (!list.is_list()) return fail(list, "a class is a list of lemmas");
      for (const Yaml& item : list.items()) classes_[name].insert(item.text());
    }
    return true;
  }

  bool add_contexts(const Yaml& list) {
    for (const Yaml& item : list.items()) {
      const std::string name = text(item.get("name"));
      const Yaml* words = item.get("words");
      if (name.empty() || !words || !words->is_list()) return fail(item, "a context is {name, words: [lemma, ...]}");
      for (const Yaml& word : words->items()) codebook_->contexts_[word.text()].push_back(name);
    }
    return true;
  }

  bool add_light_verbs(const Yaml& list) {
    for (const Yaml& item : list.items()) {
      const std::string subject = text(item.get("subject"));
      const Yaml* verbs = item.get("verbs");
      if (!verbs || (subject != "actor" && subject != "recipient")) return fail(item, "light verbs are {verbs: [...], subject: actor or recipient}");
      for (const Yaml& verb : verbs->items()) {
        const std::vector<std::string> words = split(verb.text());
        if (words.empty() || words.size() > 2) return fail(verb, "a light verb is a verb, or a verb and a preposition");
        codebook_->light_verbs_[words[0]].push_back({words.size() > 1 ? words[1] : "", subject == "actor"});
      }
    }
    return true;
  }

  bool read_slots(const Yaml& sense, const char* key, std::vector<std::string>& to) {
    const Yaml* list = sense.get(key);
    if (!list) return true;
    if (!list->is_list()) return fail(*list, std::string(key) + " is a list of slots");
    for (const Yaml& item : list->items()) {
      if (!is_slot(item.text())) return fail(item, "\"" + item.text() + "\" is no slot");
      to.push_back(item.text());
    }
    return true;
  }

  bool add_condition(const Yaml& value, const std::string& slot, bool wanted, Sense& sense) {
    if (!is_slot(slot)) return fail(value, "\"" + slot + "\" is no slot");
    SlotCondition condition{slot, wanted, {}, {}};
    const std::vector<Yaml> items = value.is_list() ? value.items() : std::vector<Yaml>{value};
    for (const Yaml& item : items) {
      const std::string& word = item.text();
      if (!word.starts_with('@')) {
        condition.lemmas.insert(word);
      } else if (is_kind(word.substr(1))) {
        condition.kinds.push_back(word.substr(1));
      } else if (const auto known = classes_.find(word.substr(1)); known != classes_.end()) {
        condition.lemmas.insert(known->second.begin(), known->second.end());
      } else {
        return fail(item, "there is no class " + word);
      }
    }
    sense.conditions.push_back(std::move(condition));
    return true;
  }

  bool add_senses(const Yaml& document) {
    const Yaml* category_name = document.get("category");
    if (!category_name) return fail(document, "a file with senses names its category");
    const Category* category = codebook_->category(category_name->text());
    if (!category) return fail(*category_name, "there is no category " + category_name->text());
    for (const Yaml& item : document.get("senses")->items()) {
      auto sense = std::make_unique<Sense>();
      sense->id = text(item.get("id"));
      sense->category = category->name;
      sense->in = category;
      if (sense->id.empty()) return fail(item, "a sense needs an id");
      if (!ids_.insert(sense->id).second) return fail(item, "the id " + sense->id + " stands here twice");
      for (const auto& [key, value] : item.entries())
        if (!std::set<std::string>{"id", "mode", "cameo", "verbs", "nouns", "adjectives", "actor", "recipient", "noun_actor", "noun_recipient",
                                   "reciprocal", "where", "not", "alone", "tests"}.contains(key))
          return fail(value, "unknown key " + key + " in " + sense->id);
      if (const Yaml* mode = item.get("mode")) {
        const std::vector<Yaml> modes = mode->is_list() ? mode->items() : std::vector<Yaml>{*mode};
        for (const Yaml& one : modes) {
          if (!category->modes.contains(one.text())) return fail(one, category->name + " has no mode " + one.text());
          sense->mode.push_back(one.text());
        }
      }
      sense->cameo = text(item.get("cameo"));
      sense->reciprocal = text(item.get("reciprocal")) == "true";
      sense->alone = text(item.get("alone")) == "true";
      if (!read_slots(item, "actor", sense->actor) || !read_slots(item, "recipient", sense->recipient) ||
          !read_slots(item, "noun_actor", sense->noun_actor) || !read_slots(item, "noun_recipient", sense->noun_recipient))
        return false;
      for (const char* key : {"where", "not"})
        if (const Yaml* conditions = item.get(key))
          for (const auto& [slot, value] : conditions->entries())
            if (!add_condition(value, slot, *key == 'w', *sense)) return false;
      if (const Yaml* tests = item.get("tests"))
        for (const Yaml& test : tests->items()) sense->tests.push_back({text(test.get("text")), text(test.get("actor")), text(test.get("recipient"))});
      const Sense* kept = sense.get();
      codebook_->senses_.push_back(std::move(sense));
      const struct {
        const char* key;
        WordClass word_class;
      } kinds[] = {{"verbs", WordClass::verb}, {"nouns", WordClass::noun}, {"adjectives", WordClass::adjective}};
      for (const auto& kind : kinds)
        if (const Yaml* list = item.get(kind.key))
          for (const Yaml& expression : list->items()) {
            std::vector<std::string> words = split(expression.text());
            if (words.empty()) return fail(expression, "an empty expression");
            Pattern pattern{kind.word_class, "", {}, kept};
            // Nouns have their head last, verbs and adjectives first.
            const size_t head = kind.word_class == WordClass::noun ? words.size() - 1 : 0;
            pattern.head = words[head];
            words.erase(words.begin() + static_cast<long>(head));
            pattern.others = std::move(words);
            codebook_->patterns_[static_cast<size_t>(kind.word_class)][pattern.head].push_back(std::move(pattern));
          }
    }
    return true;
  }

  std::unique_ptr<Codebook> codebook_{new Codebook()};
  std::map<std::string, std::set<std::string>> classes_;
  std::set<std::string> ids_;
  std::string name_;
  std::optional<Error> error_;
};

Result<std::unique_ptr<const Codebook>> Codebook::load(const std::string& path) { return CodebookReader().read(path); }

const Category* Codebook::category(std::string_view name) const {
  const auto at = std::find_if(categories_.begin(), categories_.end(), [&](const Category& c) { return c.name == name; });
  return at == categories_.end() ? nullptr : &*at;
}

const std::vector<Pattern>& Codebook::patterns(WordClass word_class, const std::string& lemma) const {
  const auto& by_lemma = patterns_[static_cast<size_t>(word_class)];
  const auto at = by_lemma.find(lemma);
  return at == by_lemma.end() ? none<std::vector<Pattern>>() : at->second;
}

const std::vector<LightVerb>& Codebook::light_verbs(const std::string& lemma) const {
  const auto at = light_verbs_.find(lemma);
  return at == light_verbs_.end() ? none<std::vector<LightVerb>>() : at->second;
}

const std::vector<std::string>& Codebook::contexts_of(const std::string& lemma) const {
  const auto at = contexts_.find(lemma);
  return at == contexts_.end() ? none<std::vector<std::string>>() : at->second;
}

void describe(const Codebook& codebook, const Article&, const Tokens& tokens, const Tags& tags, const Event& event, Record& record) {
  const Category* category = codebook.category(event.category);
  if (category) {
    record.cameo = category->cameo + "0";
    record.quad = category->quad;
    record.score = category->score;
    for (const std::string& mode : event.mode)
      if (const auto at = category->modes.find(mode); at != category->modes.end()) {
        if (!at->second.cameo.empty()) record.cameo = at->second.cameo;
        record.score = at->second.score;
      }
  }
  if (event.sense && event.sense->category == event.category && !event.sense->cameo.empty()) record.cameo = event.sense->cameo;
  // Contexts are told by the words of the event's sentence.
  const Sentence& sentence = tokens.sentences[tokens.sentence_of(event.word)];
  for (uint32_t word = sentence.first; word < sentence.last; ++word) {
    std::string lemma = tags.lemma[word];
    for (int words = 1; words <= 2; ++words) {
      for (const std::string& context : codebook.contexts_of(lemma))
        if (std::find(record.context.begin(), record.context.end(), context) == record.context.end()) {
          record.context.push_back(context);
          record.why.push_back({"context", context, {{tokens.words[word].span.start, tokens.words[word + static_cast<uint32_t>(words) - 1].span.end}}});
        }
      if (word + 1 >= sentence.last) break;
      lemma += " " + tags.lemma[word + 1];
    }
  }
}

}  // namespace kronika
