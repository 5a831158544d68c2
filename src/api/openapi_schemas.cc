#include "api/openapi.h"

namespace kronika {

const char* const kAnswerSchemas = R"json("Problem":{"type":"object","required":["type","title","status","detail"],
"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"detail":{"type":"string"},
"field":{"type":"string","description":"the parameter or member that is meant"}}},
"Records":{"type":"object","required":["records"],"properties":{
"records":{"type":"array","items":{"$ref":"#/components/schemas/Record"}},
"next":{"type":"string","description":"cursor of the page that follows"}}},
"EntryFields":{"type":"object","required":["id","event","mode","context","actor","recipient","factuality","cameo","quad",
"score","confidence","independent","record","text","documents","records"],"properties":{
"id":{"type":"string","description":"e1: and 16 hexadecimal digits"},"event":{"type":"string"},
"mode":{"$ref":"#/components/schemas/Names"},"context":{"$ref":"#/components/schemas/Names"},
"actor":{"$ref":"#/components/schemas/Names"},"recipient":{"$ref":"#/components/schemas/Names"},
"date":{"type":"object","required":["start","end"],"additionalProperties":false,"properties":{
"start":{"type":"string","format":"date"},"end":{"type":"string","format":"date"}}},
"place":{"type":"object","required":["name","country","precision"],"additionalProperties":false,"properties":{
"name":{"type":"string"},"country":{"type":"string"},"admin1":{"type":"string"},"latitude":{"type":"number"},
"longitude":{"type":"number"},"geonames":{"type":"integer"},"precision":{"type":"string"}}},
"factuality":{"type":"string"},"attribution":{"type":"string","description":"code of who is said to have said so"},
"cameo":{"type":"string"},"quad":{"type":"integer"},"score":{"type":"number"},
"confidence":{"type":"number","description":"the highest of its reports"},
"first_seen":{"type":"string","format":"date"},"last_seen":{"type":"string","format":"date"},
"independent":{"type":"integer","description":"publishers that did not copy each other"},
"record":{"type":"string","description":"id of the best report"},"text":{"type":"string","description":"its words"},
"documents":{"$ref":"#/components/schemas/Names"},
"records":{"type":"array","items":{"type":"string"},"description":"ids of all reports"},
"disagreements":{"type":"object","description":"field, value, ids of the records that say so",
"additionalProperties":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/Names"}}}}},
"Names":{"type":"array","items":{"type":"string"}},
"Entry":{"allOf":[{"$ref":"#/components/schemas/EntryFields"}],"required":["reports"],"properties":{
"reports":{"type":"integer","description":"how many"}},"unevaluatedProperties":false},
"PartyNames":{"type":"object","additionalProperties":{"type":"string"},
"description":"what public persons and organisations are called that stand as actor, recipient or attribution"},
"Entries":{"type":"object","required":["entries","names"],"properties":{
"entries":{"type":"array","items":{"$ref":"#/components/schemas/Entry"}},
"names":{"$ref":"#/components/schemas/PartyNames"},
"next":{"type":"string","description":"cursor of the page that follows"}}},
"EntryWithReports":{"allOf":[{"$ref":"#/components/schemas/EntryFields"}],"required":["reports","names"],"properties":{
"names":{"$ref":"#/components/schemas/PartyNames"},
"reports":{"type":"array","items":{"$ref":"#/components/schemas/Report"},"description":"the best first; at most 1000"}},
"unevaluatedProperties":false},
"Page":{"type":"object","required":["state","entries","counts","timeline","map","dyads","network","from"],"properties":{
"state":{"type":"object","required":["filter","zoom","sort","level"],"properties":{"filter":{"type":"string"},
"by":{"type":"string"},"zoom":{"type":"boolean"},"sort":{"type":"string"},"level":{"type":"string"},
"entry":{"type":"string"},"record":{"type":"string"}}},
"entries":{"$ref":"#/components/schemas/Entries"},"counts":{"$ref":"#/components/schemas/Facets"},
"timeline":{"$ref":"#/components/schemas/Series"},"map":{"$ref":"#/components/schemas/Map"},
"dyads":{"$ref":"#/components/schemas/Dyads"},"network":{"$ref":"#/components/schemas/Network"},
"entry":{"$ref":"#/components/schemas/EntryWithReports"},"article":{"$ref":"#/components/schemas/ArticleWithRecords"},
"from":{"type":"object","additionalProperties":{"type":"string"},"description":"the address of each part alone"}},
"additionalProperties":false},
"Health":{"type":"object","required":["status","version","records","articles","store","writable"],"properties":{
"status":{"type":"string"},"version":{"type":"string"},"records":{"type":"integer"},"articles":{"type":"integer"},
"store":{"type":"string"},"writable":{"type":"boolean"}}},
"OpenApi":{"type":"object","required":["openapi","paths"]},
"Vocabulary":{"type":"object","required":["events","contexts","sectors","countries","factuality"],"properties":{
"events":{"type":"array","items":{"type":"object","required":["event","modes","quad","score","label"],"properties":{
"event":{"type":"string"},"modes":{"type":"array","items":{"type":"string"}},"quad":{"type":"integer"},
"score":{"type":"number"},"label":{"type":"string"}}}},
"contexts":{"type":"array","items":{"type":"string"}},"sectors":{"type":"array","items":{"type":"string"}},
"countries":{"type":"array","items":{"type":"object","required":["code","name"],"properties":{
"code":{"type":"string"},"name":{"type":"string"}}}},
"factuality":{"type":"array","items":{"type":"string"}}}},
"Article":{"type":"object","required":["id","text"],"properties":{"article":{"type":"integer"},"id":{"type":"string"},
"title":{"type":"string"},"text":{"type":"string"},"published":{"type":"string","format":"date"},
"publisher":{"type":"string"},"url":{"type":"string"},"version":{"type":"integer"},
"skipped":{"type":"string","description":"why it was not coded"}}},
"Articles":{"type":"object","required":["articles"],"properties":{"articles":{"type":"array","items":{"type":"object",
"required":["article","id","records"],"properties":{"article":{"type":"integer"},"id":{"type":"string"},
"title":{"type":"string"},"published":{"type":"string","format":"date"},"publisher":{"type":"string"},
"url":{"type":"string"},"records":{"type":"integer"}}}},"next":{"type":"string"}}},
"ArticleWithRecords":{"type":"object","required":["article","records"],"properties":{
"article":{"$ref":"#/components/schemas/Article"},
"records":{"type":"array","items":{"$ref":"#/components/schemas/Record"}}}},
"Coded":{"type":"object","required":["article","records"],"properties":{
"article":{"$ref":"#/components/schemas/Article"},
"records":{"type":"array","items":{"$ref":"#/components/schemas/Record"}}}},
"Actors":{"type":"object","required":["actors"],"properties":{"actors":{"type":"array","items":{"type":"object",
"required":["code","sectors","actor","recipient"],"properties":{"code":{"type":"string"},"country":{"type":"string"},
"sectors":{"type":"array","items":{"type":"string"}},"entity":{"type":"string"},"name":{"type":"string"},
"actor":{"type":"integer"},"recipient":{"type":"integer"}}}}}},
"Place":{"type":"object","required":["name","country","count"],"properties":{"name":{"type":"string"},
"country":{"type":"string"},"admin1":{"type":"string"},"latitude":{"type":"number"},"longitude":{"type":"number"},
"count":{"type":"integer"}}},
"Places":{"type":"object","required":["places"],"properties":{
"places":{"type":"array","items":{"$ref":"#/components/schemas/Place"}}}},
"Arc":{"type":"object","required":["actor","recipient","count","score"],"properties":{"actor":{"type":"string"},
"recipient":{"type":"string"},"count":{"type":"integer"},"score":{"type":"number"}}},
"Map":{"type":"object","required":["places","arcs"],"properties":{
"places":{"type":"array","items":{"$ref":"#/components/schemas/Place"}},
"arcs":{"type":"array","items":{"$ref":"#/components/schemas/Arc"}}}},
"Series":{"type":"object","required":["by","group","series","undated"],"properties":{"by":{"type":"string"},
"group":{"type":"string"},"series":{"type":"array","items":{"type":"object","required":["start","group","count"],
"properties":{"start":{"type":"string","format":"date"},"group":{"type":"string"},"count":{"type":"integer"}}}},
"undated":{"type":"integer"}}},
"Dyads":{"type":"object","required":["dyads"],"properties":{"dyads":{"type":"array","items":{"type":"object",
"required":["actor","recipient","count","score","quads"],"properties":{"actor":{"type":"string"},
"recipient":{"type":"string"},"count":{"type":"integer"},"score":{"type":"number"},
"quads":{"type":"array","items":{"type":"integer"},"minItems":4,"maxItems":4}}}}}},
"Network":{"type":"object","required":["nodes","edges"],"properties":{"nodes":{"type":"array","items":{"type":"object",
"required":["id","label","count"],"properties":{"id":{"type":"string"},"label":{"type":"string"},
"country":{"type":"string"},"count":{"type":"integer"}}}},
"edges":{"type":"array","items":{"$ref":"#/components/schemas/Arc"}}}},
"Counts":{"type":"object","additionalProperties":{"type":"integer"}},
"Facets":{"type":"object","required":["event","quad","factuality","publisher","country"],"properties":{
"event":{"$ref":"#/components/schemas/Counts"},"quad":{"$ref":"#/components/schemas/Counts"},
"factuality":{"$ref":"#/components/schemas/Counts"},"publisher":{"$ref":"#/components/schemas/Counts"},
"country":{"$ref":"#/components/schemas/Counts"}}},
"Search":{"type":"object","required":["suggestions","records"],"properties":{"suggestions":{"type":"array","items":{
"type":"object","required":["insert","label","kind"],"properties":{"insert":{"type":"string"},
"label":{"type":"string"},"kind":{"type":"string"}}}},
"records":{"type":"array","items":{"$ref":"#/components/schemas/Record"}}}},
"Corrections":{"type":"object","required":["corrections"],"properties":{"corrections":{"type":"array","items":{
"type":"object","required":["record","action","by","why","at","stands"],"properties":{"record":{"type":"string"},
"action":{"type":"string"},"field":{"type":"string"},"was":{"type":"string"},"value":{"type":"string"},
"other":{"type":"string"},"by":{"type":"string"},"why":{"type":"string"},"at":{"type":"string"},
"stands":{"type":"boolean"},"lost":{"type":"boolean"}}}}}},
"Correction":{"type":"object","required":["record","action","by","why"],"additionalProperties":false,"properties":{
"record":{"type":"string"},"action":{"type":"string","enum":["set","accept","reject","merge","split","undo"]},
"field":{"type":"string","description":"of set: event mode context actor recipient date place factuality attribution"},
"value":{"type":"string"},"other":{"type":"string","description":"of merge: the id of the other record"},
"by":{"type":"string","minLength":1},"why":{"type":"string","minLength":1}}},
"Corrected":{"$ref":"#/components/schemas/Record"},
"Text":{"$ref":"#/components/schemas/ArticleInput"},
"ArticleInput":{"type":"object","required":["text"],"properties":{"id":{"type":["string","integer","null"]},
"title":{"type":["string","null"]},"text":{"type":"string","minLength":1},
"published":{"type":["string","null"],"description":"2021-05-23, a time of day may follow"},
"publisher":{"type":["string","null"]},"url":{"type":["string","null"]}}},
"ArticleInputs":{"oneOf":[{"$ref":"#/components/schemas/ArticleInput"},
{"type":"array","items":{"$ref":"#/components/schemas/ArticleInput"}}]},
"Added":{"type":"object","required":["added","changed","unchanged","copies","records"],"properties":{
"added":{"type":"integer"},"changed":{"type":"integer"},"unchanged":{"type":"integer"},"copies":{"type":"integer"},
"records":{"type":"integer"}}})json";

}  // namespace kronika
