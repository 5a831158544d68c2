// The network of actors as GraphML and GEXF 1.2: nodes are public entities, and codes for everyone else; an edge leads
// from an actor to a recipient and sums up what the one did to the other. Only sums are kept, so memory grows with the
// pairs that there are, and the order of the articles does not matter.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <mutex>
#include <tuple>

#include "base/calendar.h"
#include "export/export_form.h"
#include "export/writers.h"
#include "record/flat.h"

namespace kronika {
namespace {

struct Node {
  std::string label, code, country, kind;  // kind: entity or code
};
struct Edge {
  std::array<int64_t, 5> quads{};  // records by quad; [0] is none
  int64_t records = 0;
  int64_t score = 0;  // sum in thousandths: sums of doubles depend on their order
  std::optional<Day> first, last;
};

// What both forms say of nodes and edges: name, type in GraphML, type in GEXF, value.
struct NodeField {
  const char* name;
  std::string (*value)(const Node& node);
};
constexpr NodeField kNodeFields[] = {{"code", [](const Node& n) { return n.code; }},
                                     {"country", [](const Node& n) { return n.country; }},
                                     {"kind", [](const Node& n) { return n.kind; }}};
struct EdgeField {
  const char *name, *graphml, *gexf;
  std::string (*value)(const Edge& edge);
};
constexpr EdgeField kEdgeFields[] = {
    {"verbal_cooperation", "long", "long", [](const Edge& e) { return std::to_string(e.quads[1]); }},
    {"material_cooperation", "long", "long", [](const Edge& e) { return std::to_string(e.quads[2]); }},
    {"verbal_conflict", "long", "long", [](const Edge& e) { return std::to_string(e.quads[3]); }},
    {"material_conflict", "long", "long", [](const Edge& e) { return std::to_string(e.quads[4]); }},
    {"score", "double", "double",
     [](const Edge& e) {
       return decimal(static_cast<double>(e.score) / 1000 / static_cast<double>(e.records), "%.3f");
     }},
    {"first", "string", "string", [](const Edge& e) { return e.first ? format_day(*e.first) : ""; }},
    {"last", "string", "string", [](const Edge& e) { return e.last ? format_day(*e.last) : ""; }},
};

class NetworkWriter : public RecordWriter {
 public:
  NetworkWriter(NetworkForm form, Codes codes) : form_(form), codes_(std::move(codes)) {}

  std::string left_out() const override {
    std::string told = happened_.told();
    if (one_sided_ > 0)
      told +=
          (told.empty() ? "" : "; ") + std::to_string(one_sided_) + " records without actor or recipient are no ties";
    return told;
  }

  std::string article(const Article& article, const CodedArticle& coded) const override {
    const Publisher publisher(article, coded);
    for (const Record& record : coded.records) {
      if (!happened_.takes(record)) continue;
      const PublicRecord shown = publisher.publish(record);
      const std::lock_guard<std::mutex> lock(mutex_);
      if (shown.actor.empty() || shown.recipient.empty()) ++one_sided_;
      for (const Pair& pair : pairs_of(shown))
        if (pair.actor && pair.recipient)
          add(edges_[{node(*pair.actor), node(*pair.recipient)}], record, event_day(article, record));
    }
    return "";
  }

  void footer(const Put& put) const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (form_ == NetworkForm::graphml)
      put_graphml(put);
    else
      put_gexf(put);
  }

 private:
  const std::string& node(const PublicParty& party) const {
    const std::string entity = entity_id(party);
    const Party& p = *party.party;
    const auto [found, made] = nodes_.try_emplace(entity.empty() ? p.code : entity);
    Node& node = found->second;
    if (made && entity.empty()) node = {p.code, p.code, p.country, "code"};
    // Who changed office has several codes: the first in the alphabet, whatever the order of the articles.
    if (!entity.empty() && (made || std::tie(p.code, p.country) < std::tie(node.code, node.country)))
      node = {entity_name(party), p.code, p.country, "entity"};
    return found->first;
  }

  static void add(Edge& edge, const Record& record, const std::optional<Day>& day) {
    ++edge.records;
    ++edge.quads[record.quad >= 1 && record.quad <= 4 ? static_cast<size_t>(record.quad) : 0];
    edge.score += std::llround(record.score * 1000);
    if (!day) return;
    edge.first = edge.first ? std::min(*edge.first, *day) : *day;
    edge.last = edge.last ? std::max(*edge.last, *day) : *day;
  }

  void put_graphml(const Put& put) const {
    put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
        "<key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n");
    for (const NodeField& field : kNodeFields)
      put(std::string("<key id=\"") + field.name + "\" for=\"node\" attr.name=\"" + field.name +
          "\" attr.type=\"string\"/>\n");
    put("<key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"long\"/>\n");
    for (const EdgeField& field : kEdgeFields)
      put(std::string("<key id=\"") + field.name + "\" for=\"edge\" attr.name=\"" + field.name + "\" attr.type=\"" +
          field.graphml + "\"/>\n");
    put("<graph id=\"actors\" edgedefault=\"directed\">\n");
    for (const auto& [id, node] : nodes_) {
      std::string line = "<node id=\"" + xml_text(id) + "\"><data key=\"label\">" + xml_text(node.label) + "</data>";
      for (const NodeField& field : kNodeFields)
        line += std::string("<data key=\"") + field.name + "\">" + xml_text(field.value(node)) + "</data>";
      put(line + "</node>\n");
    }
    for (const auto& [ends, edge] : edges_) {
      std::string line = "<edge source=\"" + xml_text(ends.first) + "\" target=\"" + xml_text(ends.second) +
                         "\"><data key=\"weight\">" + std::to_string(edge.records) + "</data>";
      for (const EdgeField& field : kEdgeFields)
        line += std::string("<data key=\"") + field.name + "\">" + field.value(edge) + "</data>";
      put(line + "</edge>\n");
    }
    put("</graph>\n</graphml>\n");
  }

  void put_gexf(const Put& put) const {
    put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n"
        "<graph defaultedgetype=\"directed\" mode=\"static\">\n<attributes class=\"node\">\n");
    for (const NodeField& field : kNodeFields)
      put(std::string("<attribute id=\"") + field.name + "\" title=\"" + field.name + "\" type=\"string\"/>\n");
    put("</attributes>\n<attributes class=\"edge\">\n");
    for (const EdgeField& field : kEdgeFields)
      put(std::string("<attribute id=\"") + field.name + "\" title=\"" + field.name + "\" type=\"" + field.gexf +
          "\"/>\n");
    put("</attributes>\n<nodes>\n");
    for (const auto& [id, node] : nodes_) {
      std::string line = "<node id=\"" + xml_text(id) + "\" label=\"" + xml_text(node.label) + "\"><attvalues>";
      for (const NodeField& field : kNodeFields)
        line += std::string("<attvalue for=\"") + field.name + "\" value=\"" + xml_text(field.value(node)) + "\"/>";
      put(line + "</attvalues></node>\n");
    }
    put("</nodes>\n<edges>\n");
    size_t number = 0;
    for (const auto& [ends, edge] : edges_) {
      std::string line = "<edge id=\"" + std::to_string(number++) + "\" source=\"" + xml_text(ends.first) +
                         "\" target=\"" + xml_text(ends.second) + "\" weight=\"" + std::to_string(edge.records) +
                         "\"><attvalues>";
      for (const EdgeField& field : kEdgeFields)
        line += std::string("<attvalue for=\"") + field.name + "\" value=\"" + field.value(edge) + "\"/>";
      put(line + "</attvalues></edge>\n");
    }
    put("</edges>\n</graph>\n</gexf>\n");
  }

  NetworkForm form_;
  Codes codes_;
  HappenedOnly happened_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::map<std::string, Node> nodes_;
  mutable std::map<std::pair<std::string, std::string>, Edge> edges_;
  mutable uint64_t one_sided_ = 0;
};

}  // namespace

std::unique_ptr<RecordWriter> make_network_writer(NetworkForm form, Codes codes) {
  return std::make_unique<NetworkWriter>(form, std::move(codes));
}

}  // namespace kronika
