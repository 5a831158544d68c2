#include "port/html.h"

#include <gumbo.h>

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "port/html_flatten.h"

namespace kronika {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; }

const char* attribute(const GumboNode* node, const char* name) {
  if (node->type != GUMBO_NODE_ELEMENT) return "";
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found ? found->value : "";
}

bool is(const GumboNode* node, std::initializer_list<GumboTag> tags) {
  return node->type == GUMBO_NODE_ELEMENT && std::find(tags.begin(), tags.end(), node->v.element.tag) != tags.end();
}

const GumboVector* children(const GumboNode* node) {
  if (node->type == GUMBO_NODE_DOCUMENT) return &node->v.document.children;
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE ? &node->v.element.children : nullptr;
}

// What is left out of a text: nothing; elements that are no article (menus, captions); those whose class or id says so
// too.
enum class Leave { nothing, elements, named };

bool is_clutter(const GumboNode* node, Leave leave) {
  if (leave == Leave::nothing) return false;
  if (is(node, {GUMBO_TAG_SCRIPT, GUMBO_TAG_NAV, GUMBO_TAG_FOOTER, GUMBO_TAG_ASIDE, GUMBO_TAG_FIGURE,
                GUMBO_TAG_FIGCAPTION, GUMBO_TAG_CAPTION, GUMBO_TAG_HEAD}))
    return true;
  if (leave == Leave::elements) return false;
  if (node->type != GUMBO_NODE_ELEMENT || is(node, {GUMBO_TAG_BODY, GUMBO_TAG_ARTICLE, GUMBO_TAG_MAIN, GUMBO_TAG_HTML}))
    return false;
  if (*attribute(node, "hidden") || std::string_view(attribute(node, "aria-hidden")) == "true") return true;
  const std::string role = lower_ascii(attribute(node, "role"));
  if (role == "navigation" || role == "banner" || role == "contentinfo" || role == "complementary" || role == "search")
    return true;
  const std::string names =
      " " + lower_ascii(attribute(node, "class")) + " " + lower_ascii(attribute(node, "id")) + " ";
  for (const char* word : {"caption",   "cookie", "newsletter", "related",    "sidebar", "share",     "social",
                           "advert",    "promo",  "comments",   "breadcrumb", "byline",  "author",    "dateline-time",
                           "timestamp", "footer", "navbar",     "menu",       "consent", "subscribe", "paywall"}) {
    const size_t at = names.find(word);
    // At the start of a name: "menu-main", not "documenu".
    if (at != std::string::npos && !is_name(names[at - 1])) return true;
  }
  // Too short to be a beginning: "ad", not "address".
  for (const char* word : {" ad ", " ads "})
    if (names.find(word) != std::string::npos) return true;
  // The day of publication above the story; within a sentence it is a word of it.
  return is(node, {GUMBO_TAG_TIME}) && !is(node->parent, {GUMBO_TAG_P, GUMBO_TAG_LI, GUMBO_TAG_TD});
}

bool is_block(const GumboNode* node) {
  return is(node, {GUMBO_TAG_P,      GUMBO_TAG_DIV,  GUMBO_TAG_LI,      GUMBO_TAG_H1,      GUMBO_TAG_H2,
                   GUMBO_TAG_H3,     GUMBO_TAG_H4,   GUMBO_TAG_H5,      GUMBO_TAG_H6,      GUMBO_TAG_BLOCKQUOTE,
                   GUMBO_TAG_PRE,    GUMBO_TAG_TD,   GUMBO_TAG_TH,      GUMBO_TAG_TR,      GUMBO_TAG_TABLE,
                   GUMBO_TAG_UL,     GUMBO_TAG_OL,   GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_MAIN,
                   GUMBO_TAG_HEADER, GUMBO_TAG_BODY, GUMBO_TAG_DD,      GUMBO_TAG_DT});
}

// Collects the text below `root`: blocks with a blank line between, runs of space as one.
class TextOf {
 public:
  std::string of(const GumboNode* root, Leave leave) {
    walk(root, leave);
    while (!out_.empty() && is_space(out_.back())) out_.pop_back();
    return std::move(out_);
  }

 private:
  // The depth is bounded by flatten_html and the few elements that HTML5 adds to each.
  void walk(const GumboNode* node, Leave leave) {
    switch (node->type) {
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_WHITESPACE:
      case GUMBO_NODE_CDATA:
        add(node->v.text.text);
        return;
      case GUMBO_NODE_COMMENT:
        return;
      default:
        break;
    }
    if (is(node, {GUMBO_TAG_BR})) return line_break();
    if (is_clutter(node, leave)) return;
    const bool block = is_block(node);
    if (block) paragraph();
    if (const GumboVector* list = children(node))
      for (unsigned i = 0; i < list->length; ++i) walk(static_cast<const GumboNode*>(list->data[i]), leave);
    if (block) paragraph();
  }
  void add(std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
      const bool hard_space = text.substr(i, 2) == "\xC2\xA0";
      if (is_space(text[i]) || hard_space) {
        if (!out_.empty() && !is_space(out_.back())) out_ += ' ';
        i += hard_space;
      } else {
        out_ += text[i];
      }
    }
  }
  void trim() {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
  }
  void line_break() {
    trim();
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
  }
  void paragraph() {
    trim();
    if (out_.empty()) return;
    while (!out_.ends_with("\n\n")) out_ += '\n';
  }
  std::string out_;
};

struct Found {
  std::string og_title, h1, title, meta_date, json_date, time_date;
  int h1_tried = 0;  // a logo may be the first
  const GumboNode *body = nullptr, *article_body = nullptr, *main = nullptr;
  std::vector<const GumboNode*> articles;  // that lie in no other
};

std::string json_ld_date(std::string_view json) {
  const size_t key = json.find("\"datePublished\"");
  if (key == std::string_view::npos) return "";
  const size_t from = json.find('"', key + 15);
  if (from == std::string_view::npos) return "";
  const size_t to = json.find('"', from + 1);
  return to == std::string_view::npos ? "" : std::string(json.substr(from + 1, to - from - 1));
}

void look(const GumboNode* node, Found& found, bool in_article = false) {
  const bool article = is(node, {GUMBO_TAG_ARTICLE});
  if (article && !in_article) found.articles.push_back(node);
  if (node->type == GUMBO_NODE_ELEMENT) {
    const auto first = [](std::string& to, std::string value) {
      if (to.empty()) to = std::move(value);
    };
    const std::string itemprop = lower_ascii(attribute(node, "itemprop"));
    if (is(node, {GUMBO_TAG_META})) {
      const std::string name = lower_ascii(std::string(attribute(node, "property")) + attribute(node, "name"));
      const std::string content = attribute(node, "content");
      if (name == "og:title") first(found.og_title, content);
      if (name == "article:published_time" || name == "date" || name == "pubdate" || name == "publishdate" ||
          name == "dc.date" || name == "dc.date.issued" || name == "parsely-pub-date" || name == "sailthru.date" ||
          itemprop == "datepublished")
        first(found.meta_date, content);
    }
    if (is(node, {GUMBO_TAG_TITLE})) first(found.title, TextOf().of(node, Leave::nothing));
    if (is(node, {GUMBO_TAG_H1}) && found.h1.empty() && found.h1_tried++ < 8)
      found.h1 = TextOf().of(node, Leave::nothing);
    if (is(node, {GUMBO_TAG_TIME})) first(found.time_date, attribute(node, "datetime"));
    if (is(node, {GUMBO_TAG_SCRIPT}) && lower_ascii(attribute(node, "type")) == "application/ld+json") {
      const GumboVector* list = children(node);
      if (list->length > 0)
        first(found.json_date, json_ld_date(static_cast<const GumboNode*>(list->data[0])->v.text.text));
    }
    if (is(node, {GUMBO_TAG_BODY}) && !found.body) found.body = node;
    if (itemprop == "articlebody" && !found.article_body) found.article_body = node;
    if ((is(node, {GUMBO_TAG_MAIN}) || lower_ascii(attribute(node, "role")) == "main") && !found.main)
      found.main = node;
  }
  if (const GumboVector* list = children(node))
    for (unsigned i = 0; i < list->length; ++i)
      look(static_cast<const GumboNode*>(list->data[i]), found, in_article || article);
}

size_t letters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_space(c); }));
}

size_t link_letters(const GumboNode* node) {
  if (is(node, {GUMBO_TAG_A})) return letters(TextOf().of(node, Leave::named));
  size_t sum = 0;
  if (const GumboVector* list = children(node))
    for (unsigned i = 0; i < list->length; ++i) sum += link_letters(static_cast<const GumboNode*>(list->data[i]));
  return sum;
}

// The block that holds most of the text in paragraphs, for pages that do not say where the article is: each paragraph
// counts for its parent, half for the grandparent, by its letters outside of links.
const GumboNode* densest(const GumboNode* body) {
  std::vector<std::pair<const GumboNode*, double>> scores;
  std::vector<const GumboNode*> stack = {body};
  const auto credit = [&](const GumboNode* node, double points) {
    if (!node || node->type != GUMBO_NODE_ELEMENT) return;
    // Paragraphs of one parent come one after the other.
    for (size_t back = 0; back < std::min<size_t>(scores.size(), 8); ++back)
      if (scores[scores.size() - 1 - back].first == node) {
        scores[scores.size() - 1 - back].second += points;
        return;
      }
    scores.emplace_back(node, points);
  };
  while (!stack.empty()) {
    const GumboNode* node = stack.back();
    stack.pop_back();
    if (is_clutter(node, Leave::named)) continue;
    if (is(node, {GUMBO_TAG_P})) {
      const size_t all = letters(TextOf().of(node, Leave::named));
      const double points = static_cast<double>(all - std::min(all, link_letters(node)));
      if (points > 60) {
        credit(node->parent, points);
        credit(node->parent ? node->parent->parent : nullptr, points / 2);
      }
      continue;
    }
    if (const GumboVector* list = children(node))
      for (unsigned i = list->length; i-- > 0;) stack.push_back(static_cast<const GumboNode*>(list->data[i]));
  }
  const auto best =
      std::max_element(scores.begin(), scores.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return best == scores.end() ? body : best->first;
}

// "Talks end in Minsk | Daily News" without the site's name.
std::string without_site(const std::string& title) {
  for (const char* mark : {" | ", " – ", " — ", " :: "}) {
    const size_t at = title.rfind(mark);
    if (at != std::string::npos && at > title.size() / 2) return title.substr(0, at);
  }
  return title;
}

std::string find_text(const Found& found, const GumboNode* body) {
  // Where one wrapper of the page is called "sidebar-right", names say nothing.
  const std::string unnamed = TextOf().of(body, Leave::elements);
  std::string all = TextOf().of(body, Leave::named);
  if (letters(all) * 4 < letters(unnamed) && letters(all) < 250) return unnamed;
  constexpr size_t kEnough = 250;  // letters; a teaser in an <article> has fewer
  const auto is_enough = [&](const std::string& text) {
    return letters(text) >= kEnough || letters(text) * 2 >= letters(all);
  };
  // Below an <article> may be the next one, or teasers: the longest is what the page is about.
  std::string longest;
  for (const GumboNode* node : found.articles) {
    std::string text = TextOf().of(node, Leave::named);
    if (text.size() > longest.size()) longest = std::move(text);
  }
  if (found.article_body) {
    std::string text = TextOf().of(found.article_body, Leave::named);
    if (is_enough(text)) return text;
  }
  if (is_enough(longest)) return longest;
  for (const GumboNode* place : {densest(body), found.main}) {
    if (!place) continue;
    std::string text = TextOf().of(place, Leave::named);
    if (is_enough(text)) return text;
  }
  return all;
}

}  // namespace

HtmlArticle read_html(std::string_view page) {
  HtmlArticle article;
  const std::string flat = flatten_html(page, article.flattened);
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  GumboOutput* output = gumbo_parse_with_options(&options, flat.data(), flat.size());
  Found found;
  look(output->document, found);
  article.title = !found.og_title.empty() ? found.og_title : !found.h1.empty() ? found.h1 : without_site(found.title);
  article.published = !found.meta_date.empty()   ? found.meta_date
                      : !found.json_date.empty() ? found.json_date
                                                 : found.time_date;
  const GumboNode* body = found.body ? found.body : output->root;
  article.text = find_text(found, body);
  gumbo_destroy_output(&options, output);
  return article;
}

std::string declared_charset(std::string_view page) {
  const std::string head = lower_ascii(page.substr(0, 2048));
  const size_t at = head.find("charset=");
  if (at == std::string::npos) return "";
  size_t from = at + 8;
  while (from < head.size() && (head[from] == '"' || head[from] == '\'' || head[from] == ' ')) ++from;
  size_t to = from;
  while (to < head.size() && (is_name(head[to]) || head[to] == '_' || head[to] == ':')) ++to;
  return head.substr(from, to - from);
}

}  // namespace kronika
