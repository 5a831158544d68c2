// make_images DATA FOLDER: compiles the tables of actors and places of DATA into FOLDER; a step of the build.
#include <cstdio>
#include <filesystem>
#include <string>

#include "codebook/knowledge.h"
#include "stage/place/gazetteer.h"

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  if (argc != 3) {
    std::fputs("usage: make_images DATA FOLDER\n", stderr);
    return 2;
  }
  const std::string data = argv[1], folder = argv[2], actors = folder + "/actors.image",
                    places = folder + "/places.image";
  const auto complain = [](const std::string& message) {
    std::fprintf(stderr, "make_images: %s\n", message.c_str());
    return 1;
  };
  std::error_code error;
  fs::create_directories(folder, error);
  // Made anew though they may fit: the build goes by the age of files.
  fs::remove(actors, error);
  fs::remove(places, error);
  if (const auto made = kronika::KnowledgeBase::load(data + "/actors", actors); !made)
    return complain(made.error().message);
  if (const auto made = kronika::Gazetteer::load(data + "/places", places); !made)
    return complain(made.error().message);
  for (const std::string& file : {actors, places})
    if (!fs::exists(file, error)) return complain(file + " cannot be written");
  return 0;
}
