// The OpenAPI 3.1 document: made from the routes, their parameters and the record's field table.
#pragma once

#include <string>

namespace kronika {

std::string openapi_document();
// The schemas of all answers but those of a record, each as "name": JSON; openapi_schemas.cc.
extern const char* const kAnswerSchemas;

}  // namespace kronika
