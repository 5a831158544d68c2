// The routes of the API: the whole of it on a page. What a request is checked against, what answers it, and what the
// OpenAPI document says of it.
#pragma once

#include <string>
#include <vector>

#include "api/call.h"

namespace kronika {

struct Route {
  const char* method;
  const char* path;  // "/api/records/{id}": one part may be a name in braces
  ApiFunction function;
  const char* about;
  std::vector<ParameterInfo> parameters;
  const char* answer;     // schema of the answer in openapi_schemas.cc; empty: text
  const char* body = "";  // schema of the body
  bool cached = true;     // the answer depends on the store alone
  bool change = false;    // needs the token always
  const char* rows = "";  // the list of the answer that may be had as CSV; empty: none
};

const std::vector<Route>& routes();
// The route of a path, and what stands for the part in braces. `other_methods`: those that the path has, if not this.
const Route* find_route(const std::string& method, const std::vector<std::string>& path, std::string& argument,
                        std::string& other_methods);

// Functions behind the routes, by file.
HttpResponse list_records(ApiCall& call), read_record(ApiCall& call);                     // records.cc
HttpResponse list_entries(ApiCall& call), read_entry(ApiCall& call);                      // entries.cc
HttpResponse list_articles(ApiCall& call), read_article(ApiCall& call);                   // articles.cc
HttpResponse list_actors(ApiCall& call), list_places(ApiCall& call), map(ApiCall& call);  // views.cc
HttpResponse dyads(ApiCall& call), network(ApiCall& call);                                // views.cc
HttpResponse series(ApiCall& call), facets(ApiCall& call);                                // counts.cc
HttpResponse search(ApiCall& call);                                                       // search.cc
HttpResponse list_corrections(ApiCall& call), add_correction(ApiCall& call);              // corrections.cc
HttpResponse code_text(ApiCall& call), add_articles(ApiCall& call);                       // coding.cc
HttpResponse health(ApiCall& call), metrics(ApiCall& call), openapi(ApiCall& call);       // about.cc
HttpResponse vocabulary(ApiCall& call), explain_record(ApiCall& call);                    // about.cc
HttpResponse page_state(ApiCall& call);                                                   // page.cc

}  // namespace kronika
