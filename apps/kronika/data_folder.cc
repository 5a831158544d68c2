#include "data_folder.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace kronika::app {
namespace {

bool holds_data(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::exists(folder / "codebook", error) && std::filesystem::exists(folder / "models", error);
}

}  // namespace

Result<std::string> find_data_folder(const std::string& option) {
  namespace fs = std::filesystem;
  const auto named = [](const std::string& folder, const char* by) -> Result<std::string> {
    if (holds_data(folder)) return folder;
    return Error{ErrorKind::not_found, std::string(by) + " names " + folder +
                                           ", which holds no codebook/ and models/; give the folder that does"};
  };
  if (!option.empty()) return named(option, "--data");
  if (const char* given = std::getenv("KRONIKA_DATA"); given && *given) return named(given, "KRONIKA_DATA");
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share" / "kronika";
  if (!error && holds_data(installed)) return installed.string();
  if (holds_data(KRONIKA_SOURCE_DATA)) return std::string(KRONIKA_SOURCE_DATA);
  return Error{ErrorKind::not_found, "no data found in " + installed.string() +
                                         " nor " KRONIKA_SOURCE_DATA "; name the folder with --data or KRONIKA_DATA"};
}

std::string find_image_folder(const std::string& data) {
  std::error_code error;
  return std::filesystem::equivalent(data, KRONIKA_SOURCE_DATA, error) ? KRONIKA_BUILD_IMAGES : "";
}

}  // namespace kronika::app
