// Reads a codebook: YAML files, categories and classes first, as senses refer to them. The first error ends it, with
// file and line. A codebook that extends another is read as two layers, its own above.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "codebook/codebook.h"
#include "port/sha256.h"
#include "port/yaml.h"

namespace kronika {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

bool is_kind(const std::string& name) {
  static const std::set<std::string> kKinds = {"actor", "person", "organization", "country",
                                               "place", "group",  "political",    "self"};
  return kKinds.contains(name);
}

// A slot by its form: words of small letters, joined by dots. Prepositions are slots, so that any word may be one.
bool is_slot(const std::string& name) {
  bool letter = false;
  for (const char c : name) {
    if (c == '.' ? !letter : !((c >= 'a' && c <= 'z') || c == '_')) return false;
    letter = c != '.';
  }
  return letter;
}

const std::set<std::string>& prepositions() {
  static const std::set<std::string> kAll = {"of",      "to",   "on",      "in",    "for",     "from",   "with",
                                             "against", "at",   "between", "into",  "over",    "under",  "by",
                                             "near",    "unto", "before",  "about", "outside", "across", "along"};
  return kAll;
}

double number(const Yaml* value) {
  double out = 0;
  if (value) std::from_chars(value->text().data(), value->text().data() + value->text().size(), out);
  return out;
}

std::string text(const Yaml* value) { return value ? value->text() : ""; }

// A list, or one value alone.
std::vector<Yaml> listed(const Yaml& value) { return value.is_list() ? value.items() : std::vector<Yaml>{value}; }

std::vector<std::string> yaml_files(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code code;
  if (!fs::is_directory(path, code)) return {path};
  std::vector<std::string> files;
  for (fs::recursive_directory_iterator at(path, code), end; !code && at != end; at.increment(code))
    if (at->path().extension() == ".yaml") files.push_back(at->path().string());
  std::sort(files.begin(), files.end());
  return files;
}

std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

}  // namespace

class CodebookReader {
 public:
  Result<std::unique_ptr<const Codebook>> read(const std::string& path, const std::string& home) {
    if (!read_layers(path, home)) return *error_;
    // From the lowest up, as what lies above adds to what lies below.
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
      new_categories_.clear();
      new_classes_.clear();
      for (const Yaml& document : layer->documents) {
        if (document.get("categories") && !add_categories(*document.get("categories"))) return *error_;
        if (document.get("classes") && !add_classes(*document.get("classes"))) return *error_;
      }
    }
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer)
      for (const Yaml& document : layer->documents) {
        if (document.get("standing") && !add_standing(*document.get("standing"))) return *error_;
        if (document.get("fields") && !add_fields(*document.get("fields"))) return *error_;
        if (document.get("contexts") && !add_contexts(*document.get("contexts"))) return *error_;
        if (document.get("light_verbs") && !add_light_verbs(*document.get("light_verbs"))) return *error_;
      }
    // From the highest down: its senses are tried first, and one of the same id below is passed over.
    for (const Layer& layer : layers_) {
      ids_above_.merge(ids_);
      ids_.clear();
      for (const Yaml& document : layer.documents)
        if (document.get("senses") && !add_senses(document)) return *error_;
    }
    for (auto& by_lemma : codebook_->patterns_)
      for (auto& [lemma, patterns] : by_lemma)
        std::stable_sort(patterns.begin(), patterns.end(),
                         [](const Pattern& a, const Pattern& b) { return a.others.size() > b.others.size(); });
    std::string name, bytes;
    for (const Layer& layer : layers_) bytes += layer.bytes;
    for (const Yaml& document : layers_.front().documents)
      if (const Yaml* value = document.get("name"))
        name = value->text() + (document.get("version") ? " " + document.get("version")->text() : "");
    codebook_->label_ =
        (name.empty() ? std::filesystem::path(path).stem().string() : name) + " (" + sha256(bytes).substr(0, 16) + ")";
    return std::unique_ptr<const Codebook>(std::move(codebook_));
  }

 private:
  bool fail(const Yaml& at, const std::string& what) {
    error_ = at.error(what);
    return false;
  }

  bool check_keys(const Yaml& map, const std::set<std::string>& known, const std::string& where) {
    for (const auto& [key, value] : map.entries())
      if (!known.contains(key)) return fail(value, "unknown key " + key + " in " + where);
    return true;
  }

  // ---- files

  struct Layer {
    std::vector<Yaml> documents;
    std::string bytes;
  };

  // The codebook of a path, then the one that it extends, and so on.
  bool read_layers(std::string path, const std::string& home) {
    constexpr size_t kMostLayers = 8;
    while (true) {
      const std::vector<std::string> files = yaml_files(path);
      if (files.empty()) {
        error_ = Error{ErrorKind::not_found, path + ": there is no .yaml file in this folder"};
        return false;
      }
      Layer layer;
      const Yaml* extends = nullptr;
      for (const std::string& file : files) {
        auto document = Yaml::load_file(file);
        if (!document) {
          error_ = document.error();
          return false;
        }
        if (!document.value().is_map())
          return fail(document.value(), "a codebook file is a map: category, senses, ...");
        if (!check_keys(document.value(),
                        {"name", "version", "extends", "categories", "standing", "classes", "fields", "contexts",
                         "light_verbs", "category", "senses"},
                        "a codebook file"))
          return false;
        layer.bytes += content_of(file);
        layer.documents.push_back(std::move(document.value()));
      }
      for (const Yaml& document : layer.documents) {
        const Yaml* value = document.get("extends");
        if (value && extends) return fail(*value, "a codebook extends one other, and this is the second");
        if (value) extends = value;
      }
      if (!extends) {
        layers_.push_back(std::move(layer));
        return true;
      }
      if (layers_.size() + 1 == kMostLayers) return fail(*extends, "too many codebooks extend each other");
      const std::optional<std::string> below = find_codebook(extends->text(), path, home);
      if (!below)
        return fail(*extends, "there is no codebook " + extends->text() + " beside this one" +
                                  (home.empty() ? "" : " nor in " + home));
      layers_.push_back(std::move(layer));
      path = *below;
    }
  }

  // The file or folder of this name beside the codebook that asks for it, else in `home`. A name is no path: what a
  // codebook says leads nowhere else.
  static std::optional<std::string> find_codebook(const std::string& name, const std::string& from,
                                                  const std::string& home) {
    namespace fs = std::filesystem;
    std::error_code code;
    if (name.empty() || name.starts_with('.') || name.find('/') != std::string::npos) return std::nullopt;
    const fs::path asking = fs::path(from).lexically_normal();
    const fs::path beside = (asking.has_filename() ? asking : asking.parent_path()).parent_path() / name;
    if (fs::exists(beside, code) && !fs::equivalent(beside, asking, code)) return beside.string();
    if (!home.empty() && fs::exists(fs::path(home) / name, code)) return (fs::path(home) / name).string();
    return std::nullopt;
  }

  // ---- categories

  // One that a lower layer has keeps what is not said anew, and its modes.
  bool add_categories(const Yaml& list) {
    for (const Yaml& item : list.items()) {
      if (!check_keys(item, {"name", "cameo", "quad", "score", "modes", "needs"}, "a category")) return false;
      const std::string name = text(item.get("name"));
      if (name.empty()) return fail(item, "a category needs a name");
      if (!new_categories_.insert(name).second) return fail(item, "the category " + name + " stands here twice");
      const Category* below = codebook_->category(name);
      auto category = below ? std::make_unique<Category>(*below) : std::make_unique<Category>();
      category->name = name;
      if (const Yaml* cameo = item.get("cameo")) category->cameo = cameo->text();
      if (const Yaml* quad = item.get("quad")) category->quad = static_cast<int>(number(quad));
      if (const Yaml* score = item.get("score")) category->score = number(score);
      if (category->quad < 1 || category->quad > 4) return fail(item, "quad is 1, 2, 3 or 4");
      if (const Yaml* needs = item.get("needs"); needs && !read_standing(*needs, category->needs)) return false;
      if (const Yaml* modes = item.get("modes"))
        for (const auto& [mode, value] : modes->entries()) {
          if (value.items().size() != 2) return fail(value, "a mode is written name: [CAMEO code, score]");
          category->modes[mode] = {value.items()[0].text(), number(&value.items()[1])};
        }
      const auto at = std::find_if(codebook_->categories_.begin(), codebook_->categories_.end(),
                                   [&](const auto& known) { return known.get() == below; });
      if (at != codebook_->categories_.end())
        *at = std::move(category);
      else
        codebook_->categories_.push_back(std::move(category));
    }
    return true;
  }

  bool read_standing(const Yaml& value, Standing& to) {
    if (value.text() == "any")
      to = Standing::any;
    else if (value.text() == "group")
      to = Standing::group;
    else if (value.text() == "political")
      to = Standing::political;
    else
      return fail(value, "a standing is any, group or political");
    return true;
  }

  bool add_standing(const Yaml& map) {
    for (const auto& [name, list] : map.entries()) {
      if (name != "group" && name != "political") return fail(list, "the standings listed are group and political");
      for (const Yaml& item : list.items())
        codebook_->standings_[item.text()] = name == "group" ? Standing::group : Standing::political;
    }
    return true;
  }

  // ---- word lists

  bool add_classes(const Yaml& map) {
    for (const auto& [name, list] : map.entries()) {
      if (!list.is_list()) return fail(list, "a class is a list of lemmas");
      if (is_kind(name)) return fail(list, "@" + name + " is a kind of actor, no class");
      LemmaSet& words = codebook_->classes_[name];  // those of a lower layer stay
      if (!new_classes_.insert(name).second) return fail(list, "the class " + name + " stands here twice");
      for (const Yaml& item : list.items()) {
        if (!item.text().starts_with('@')) {
          words.insert(item.text());
          continue;
        }
        // A class of classes; those must stand before it.
        const LemmaSet* known = class_of(item);
        if (!known) return false;
        words.insert(known->begin(), known->end());
      }
    }
    return true;
  }

  const LemmaSet* class_of(const Yaml& item) {
    const auto known = codebook_->classes_.find(item.text().substr(1));
    if (known != codebook_->classes_.end()) return &known->second;
    fail(item, "there is no class " + item.text());
    return nullptr;
  }

  bool add_fields(const Yaml& map) {
    for (const auto& [name, list] : map.entries()) {
      if (!list.is_list()) return fail(list, "a field is a list of lemmas");
      for (const Yaml& item : list.items()) codebook_->fields_[item.text()] = name;
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
      if (!verbs || (subject != "actor" && subject != "recipient"))
        return fail(item, "light verbs are {verbs: [...], subject: actor or recipient}");
      for (const Yaml& verb : verbs->items()) {
        const std::vector<std::string> words = split(verb.text());
        if (words.empty() || words.size() > 2) return fail(verb, "a light verb is a verb, or a verb and a preposition");
        codebook_->light_verbs_[words[0]].push_back({words.size() > 1 ? words[1] : "", subject == "actor"});
      }
    }
    return true;
  }

  // ---- senses

  bool add_senses(const Yaml& document) {
    const Yaml* category_name = document.get("category");
    if (!category_name) return fail(document, "a file with senses names its category");
    const Category* category = codebook_->category(category_name->text());
    if (!category) return fail(*category_name, "there is no category " + category_name->text());
    for (const Yaml& item : document.get("senses")->items())
      if (!add_sense(item, *category)) return false;
    return true;
  }

  bool add_sense(const Yaml& item, const Category& category) {
    auto sense = std::make_unique<Sense>();
    sense->id = text(item.get("id"));
    sense->category = &category;
    sense->needs = category.needs;
    if (sense->id.empty()) return fail(item, "a sense needs an id");
    if (!ids_.insert(sense->id).second) return fail(item, "the id " + sense->id + " stands here twice");
    if (ids_above_.contains(sense->id)) return true;
    if (!check_keys(item,
                    {"id", "mode", "cameo", "verbs", "nouns", "adjectives", "actor", "recipient", "noun_actor",
                     "noun_recipient", "reciprocal", "where", "not", "alone", "fallback", "needs", "content",
                     "content_only", "tests"},
                    sense->id))
      return false;
    if (const Yaml* mode = item.get("mode"))
      for (const Yaml& one : listed(*mode))
        if (!read_mode(one, one.text(), category, sense->mode)) return false;
    sense->cameo = text(item.get("cameo"));
    if (!read_flag(item, "reciprocal", sense->reciprocal) || !read_flag(item, "alone", sense->alone) ||
        !read_flag(item, "fallback", sense->fallback) || !read_flag(item, "content_only", sense->needs_content))
      return false;
    if (const Yaml* needs = item.get("needs"); needs && !read_standing(*needs, sense->needs)) return false;
    if (!read_slots(item, "actor", sense->actor) || !read_slots(item, "recipient", sense->recipient) ||
        !read_slots(item, "noun_actor", sense->noun_actor) ||
        !read_slots(item, "noun_recipient", sense->noun_recipient))
      return false;
    for (const char* key : {"where", "not"})
      if (const Yaml* conditions = item.get(key))
        for (const auto& [slot, value] : conditions->entries())
          if (!add_condition(value, slot, *key == 'w', *sense)) return false;
    if (const Yaml* content = item.get("content"); content && !add_contents(*content, *sense)) return false;
    if (const Yaml* tests = item.get("tests"))
      for (const Yaml& test : tests->items())
        if (!add_test(test, *sense)) return false;
    const Sense& kept = *sense;
    codebook_->senses_.push_back(std::move(sense));
    return add_patterns(item, "verbs", WordClass::verb, kept) && add_patterns(item, "nouns", WordClass::noun, kept) &&
           add_patterns(item, "adjectives", WordClass::adjective, kept);
  }

  bool read_mode(const Yaml& at, const std::string& name, const Category& category, std::vector<std::string>& to) {
    if (!category.modes.contains(name)) return fail(at, category.name + " has no mode " + name);
    to.push_back(name);
    return true;
  }

  bool read_flag(const Yaml& item, const char* key, bool& to) {
    const Yaml* value = item.get(key);
    if (!value) return true;
    if (value->text() != "true" && value->text() != "false")
      return fail(*value, std::string(key) + " is true or false");
    to = value->text() == "true";
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
    for (const Yaml& item : listed(value)) {
      const std::string& word = item.text();
      if (!word.starts_with('@')) {
        condition.lemmas.insert(word);
      } else if (is_kind(word.substr(1))) {
        condition.kinds.push_back(word.substr(1));
      } else {
        const LemmaSet* known = class_of(item);
        if (!known) return false;
        condition.lemmas.insert(known->begin(), known->end());
      }
    }
    if (slot == "sentence" && !condition.kinds.empty()) return fail(value, "of a sentence only lemmas can be asked");
    sense.conditions.push_back(std::move(condition));
    return true;
  }

  // `content: {CONSULT: REJECT meet, COERCE arrest: THREATEN arrest, ASSAULT: ACCUSE allege and keep, conflict: keep,
  // any: REJECT}`
  bool add_contents(const Yaml& map, Sense& sense) {
    if (!map.is_map()) return fail(map, "content is a map: what is governed → what it becomes");
    for (const auto& [key, value] : map.entries()) {
      Content content;
      const std::vector<std::string> of = split(key);
      std::vector<std::string> becomes = split(value.text());
      if (becomes.size() > 2 && becomes[becomes.size() - 2] == "and" && becomes.back() == "keep") {
        content.keeps = true;
        becomes.resize(becomes.size() - 2);
      }
      if (of.empty() || becomes.empty() || of.size() > 2 || becomes.size() > 2)
        return fail(value, "a content is written CATEGORY mode: CATEGORY mode");
      if (of[0] == "cooperation")
        content.quad_to = 2;
      else if (of[0] == "conflict")
        content.quad_from = 3;
      else if (of[0] != "any" && !(content.of = codebook_->category(of[0])))
        return fail(value, "there is no category " + of[0]);
      if (of.size() > 1) {
        if (!content.of || !content.of->modes.contains(of[1])) return fail(value, of[0] + " has no mode " + of[1]);
        content.of_mode = of[1];
      }
      if (becomes[0] != "keep") {
        content.becomes = codebook_->category(becomes[0]);
        if (!content.becomes) return fail(value, "there is no category " + becomes[0]);
        if (becomes.size() > 1 && !read_mode(value, becomes[1], *content.becomes, content.mode)) return false;
      }
      sense.contents.push_back(std::move(content));
    }
    return true;
  }

  bool add_test(const Yaml& test, Sense& sense) {
    if (!check_keys(test, {"text", "actor", "recipient", "mode", "none"}, "a test of " + sense.id)) return false;
    SenseTest one{text(test.get("text")), text(test.get("actor")), text(test.get("recipient")), text(test.get("mode")),
                  false};
    if (one.text.empty()) return fail(test, "a test needs a text");
    if (!read_flag(test, "none", one.none)) return false;
    sense.tests.push_back(std::move(one));
    return true;
  }

  bool add_patterns(const Yaml& item, const char* key, WordClass word_class, const Sense& sense) {
    const Yaml* list = item.get(key);
    if (!list) return true;
    if (!list->is_list()) return fail(*list, std::string(key) + " is a list of expressions");
    for (const Yaml& expression : list->items()) {
      std::vector<std::string> words = split(expression.text());
      if (words.empty()) return fail(expression, "an empty expression");
      // Verbs and adjectives have their head first; nouns last, or before their preposition ("state of emergency").
      size_t head = 0;
      if (word_class == WordClass::noun) {
        while (head + 1 < words.size() && !prepositions().contains(words[head + 1])) ++head;
      }
      if (words[head].starts_with('@')) return fail(expression, "the head of an expression is a lemma: " + words[head]);
      Pattern pattern{word_class, words[head], {}, {}, &sense};
      for (size_t w = 0; w < words.size(); ++w) {
        if (w == head) continue;
        if (!words[w].starts_with('@')) {
          pattern.others.push_back({words[w], nullptr});
          continue;
        }
        const auto known = codebook_->classes_.find(words[w].substr(1));
        if (known == codebook_->classes_.end()) return fail(expression, "there is no class " + words[w]);
        pattern.others.push_back({"", &known->second});
      }
      add_pattern(std::move(pattern));
    }
    return true;
  }

  // A hyphenated head stands as one word and in parts: tokenizers part it.
  void add_pattern(Pattern pattern) {
    auto& by_lemma = codebook_->patterns_[static_cast<size_t>(pattern.word_class)];
    if (const size_t hyphen = pattern.head.find('-'); hyphen != std::string::npos && hyphen > 0) {
      Pattern parted = pattern;
      parted.head = pattern.head.substr(0, hyphen);
      for (size_t at = hyphen; at != std::string::npos && at < pattern.head.size();) {
        const size_t next = pattern.head.find('-', at + 1);
        parted.tail.push_back("-");
        parted.tail.push_back(pattern.head.substr(at + 1, next == std::string::npos ? next : next - at - 1));
        at = next;
      }
      by_lemma[parted.head].push_back(std::move(parted));
    }
    by_lemma[pattern.head].push_back(std::move(pattern));
  }

  std::unique_ptr<Codebook> codebook_{new Codebook()};
  std::vector<Layer> layers_;                                 // the highest first
  std::set<std::string> new_categories_, new_classes_, ids_;  // of the layer that is being read
  std::set<std::string> ids_above_;
  std::optional<Error> error_;
};

Result<std::unique_ptr<const Codebook>> Codebook::load(const std::string& path, const std::string& home) {
  return CodebookReader().read(path, home);
}

}  // namespace kronika
