#include "manifest.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>

#include "base/mapped_file.h"
#include "port/json.h"
#include "port/sha256.h"

namespace kronika::app {
namespace {

std::string now() {
  const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[24];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

// Of a folder and of standard input there is none.
std::string file_hash(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return "";
  const auto file = MappedFile::open(path);
  return file ? sha256(file->bytes()) : "";
}

}  // namespace

Status write_manifest(const Manifest& manifest, const std::string& path) {
  JsonWriter json;
  json.open_object().key("command").value("kronika " + manifest.command).key("written").value(now());
  json.key("coder").open_object().key("version").value(manifest.coder.version);
  json.key("codebook").value(manifest.coder.codebook).key("model").value(manifest.coder.model).close_object();
  json.key("options").open_object();
  for (const auto& [name, value] : manifest.options)
    if (!value.empty()) json.key(name).value(value);
  json.close_object().key("inputs").open_list();
  for (const std::string& input : manifest.inputs) {
    json.open_object().key("path").value(input);
    if (const std::string hash = file_hash(input); !hash.empty()) json.key("sha256").value(hash);
    json.close_object();
  }
  json.close_list().key("counts").open_object();
  for (const auto& [name, count] : manifest.counts) json.key(name).value(count);
  json.close_object().close_object();
  if (!write_file(path, json.text() + "\n"))
    return Error{ErrorKind::io,
                 path + ": the manifest could not be written; is the folder there, and the disk not full?"};
  return Done{};
}

}  // namespace kronika::app
