#include "port/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <sstream>

#include "base/utf8.h"

namespace kronika {
namespace {

constexpr size_t kMostDepth = 64;

struct Refused {
  int line;
  std::string what;
};

}  // namespace

// Builds the tree from the parser's events, without recursion.
struct YamlReader : YAML::EventHandler {
  explicit YamlReader(std::string file) : file(std::move(file)) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { value(mark, anchor, Yaml::Kind::null, ""); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{mark.line + 1, "aliases (*name) are not read"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& text) override {
    value(mark, anchor, Yaml::Kind::scalar, text);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, anchor, Yaml::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, anchor, Yaml::Kind::map);
  }
  void OnMapEnd() override { close(); }

  Yaml make(const YAML::Mark& mark, Yaml::Kind kind) const {
    Yaml yaml;
    yaml.kind_ = kind;
    yaml.line_ = mark.line + 1;
    yaml.file_ = file;
    return yaml;
  }
  void open(const YAML::Mark& mark, YAML::anchor_t anchor, Yaml::Kind kind) {
    if (anchor) throw Refused{mark.line + 1, "anchors (&name) are not read"};
    if (stack.size() >= kMostDepth) throw Refused{mark.line + 1, "nested deeper than 64"};
    stack.push_back({make(mark, kind), {}, false});
  }
  void close() {
    Yaml done = std::move(stack.back().yaml);
    stack.pop_back();
    put(std::move(done));
  }
  void value(const YAML::Mark& mark, YAML::anchor_t anchor, Yaml::Kind kind, const std::string& text) {
    if (anchor) throw Refused{mark.line + 1, "anchors (&name) are not read"};
    Yaml yaml = make(mark, kind);
    yaml.text_ = text;
    put(std::move(yaml));
  }
  void put(Yaml yaml) {
    if (stack.empty()) {
      root = std::move(yaml);
      return;
    }
    Open& top = stack.back();
    if (top.yaml.kind_ == Yaml::Kind::list) {
      top.yaml.items_.push_back(std::move(yaml));
    } else if (!top.has_key) {
      if (yaml.kind_ != Yaml::Kind::scalar) throw Refused{yaml.line_, "a key must be a plain word"};
      if (top.yaml.get(yaml.text_)) throw Refused{yaml.line_, "the key " + yaml.text_ + " stands here twice"};
      top.key = yaml.text_;
      top.has_key = true;
    } else {
      top.yaml.entries_.emplace_back(std::move(top.key), std::move(yaml));
      top.key.clear();
      top.has_key = false;
    }
  }

  struct Open {
    Yaml yaml;
    std::string key;
    bool has_key;
  };
  std::string file;
  std::vector<Open> stack;
  Yaml root;
};

Result<Yaml> Yaml::load_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::not_found, path + ": cannot be read"};
  std::ostringstream content;
  content << file.rdbuf();
  return parse(std::move(content).str(), path);
}

Result<Yaml> Yaml::parse(const std::string& content, const std::string& name) {
  if (const auto bad = find_invalid_utf8(content))
    return Error{ErrorKind::invalid, name + ": not UTF-8 at byte " + std::to_string(*bad)};
  YamlReader reader(name);
  reader.root.file_ = name;
  try {
    std::istringstream in(content);
    YAML::Parser parser(in);
    parser.HandleNextDocument(reader);
  } catch (const Refused& refused) {
    return Error{ErrorKind::invalid, name + ":" + std::to_string(refused.line) + ": " + refused.what};
  } catch (const YAML::Exception& exception) {
    return Error{ErrorKind::invalid, name + ":" + std::to_string(exception.mark.line + 1) + ": " + exception.msg};
  }
  return std::move(reader.root);
}

const Yaml* Yaml::get(std::string_view key) const {
  for (const auto& [name, value] : entries_)
    if (name == key) return &value;
  return nullptr;
}

Error Yaml::error(const std::string& what) const {
  return {ErrorKind::invalid, file_ + ":" + std::to_string(line_) + ": " + what};
}

}  // namespace kronika
