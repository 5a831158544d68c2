// Where the stores of a test lie, so that the same tests run over every kind of store.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "port/database.h"

namespace kronika {

// Files in a folder; or, where KRONIKA_TEST_POSTGRES names a database, schemas of it. All go with this, which is to
// outlive the stores.
class TestStores {
 public:
  explicit TestStores(const std::string& test)
      : folder_(std::filesystem::temp_directory_path() / ("kronika_" + test + "_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  TestStores(const TestStores&) = delete;
  TestStores& operator=(const TestStores&) = delete;
  ~TestStores() {
    for (const std::string& schema : schemas_) run_on_server("DROP SCHEMA " + schema + " CASCADE");
    std::filesystem::remove_all(folder_);
  }

  static bool on_postgres() { return server() != nullptr; }
  const std::filesystem::path& folder() const { return folder_; }
  // What Store::open takes; `name` is of small letters and digits.
  std::string name_of(const std::string& name) {
    if (!on_postgres()) return (folder_ / (name + ".db")).string();
    if (schemas_.insert(name).second) run_on_server("CREATE SCHEMA " + name);
    return server() + std::string("?options=-csearch_path%3D") + name;
  }

 private:
  static const char* server() { return std::getenv("KRONIKA_TEST_POSTGRES"); }
  static void run_on_server(const std::string& statement) {
    const auto db = open_database(server(), Access::write);
    ASSERT_TRUE(db.ok()) << db.error().message;
    const Status done = db.value()->run_script(statement);
    EXPECT_TRUE(done.ok()) << done.error().message;
  }

  std::filesystem::path folder_;
  std::set<std::string> schemas_;
};

}  // namespace kronika
