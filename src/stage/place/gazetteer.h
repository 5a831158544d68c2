// The places of the world by name: the tables of data/places, as an image.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codebook/image.h"
#include "kronika/result.h"

namespace kronika {

// Immutable once loaded; safe for concurrent use by multiple threads. Views are good as long as it lives.
class Gazetteer {
 public:
  struct Place {
    std::string_view name, country, admin1, precision;
    double latitude = 0, longitude = 0;
    int64_t geonames = 0, population = 0;
  };
  struct Sense {
    uint32_t place : 31;  // index
    uint32_t alias : 1;   // by another name than its main one
  };

  // The tables of a folder like data/places. Those of cities and regions lie there, else in build/places of the source
  // tree that the program was built in.
  static std::vector<std::string> tables(const std::string& folder);
  // `folder` is data/places; `image` the file of its image, used if it fits the tables and else made anew where it can
  // be written; empty: none. Fails (not_found) without
  // the tables, and with file and line on a wrong row.
  static Result<Gazetteer> load(const std::string& folder, const std::string& image);
  // An image that Gazetteer made, or any: then what it says is wrong, but safe to ask.
  explicit Gazetteer(Image image) : image_(std::move(image)) {}

  // All places of a name, in the order of the tables; empty where it is unknown.
  std::span<const Sense> senses(std::string_view name) const;
  Place place(uint32_t index) const;

 private:
  Image image_;
};

}  // namespace kronika
