#include "access_token.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "port/secret.h"

namespace kronika::app {
namespace {

constexpr size_t kBytes = 24;  // as 48 digits

struct File {
  int descriptor;
  ~File() {
    if (descriptor >= 0) close(descriptor);
  }
};

Error trouble(const std::string& path, const char* what) {
  return {ErrorKind::io, path + ": the token cannot be " + what + " (" + std::strerror(errno) + ")"};
}

}  // namespace

Result<std::string> load_token(const std::string& path) {
  {
    const File file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (file.descriptor < 0 && errno != ENOENT) return trouble(path, "read");
    if (file.descriptor >= 0) {
      char text[100];
      const ssize_t size = read(file.descriptor, text, sizeof text);
      if (size < 0) return trouble(path, "read");
      std::string token(text, static_cast<size_t>(size));
      while (!token.empty() && (token.back() == '\n' || token.back() == '\r' || token.back() == ' ')) token.pop_back();
      if (token.size() < 32 || token.find_first_not_of("0123456789abcdef") != std::string::npos)
        return Error{ErrorKind::invalid, path + ": holds no token; delete it, and a new one is made"};
      fchmod(file.descriptor, S_IRUSR | S_IWUSR);  // nobody else's to read, whoever copied it
      return token;
    }
  }
  const std::string token = random_hex(kBytes);
  if (token.empty()) return Error{ErrorKind::io, "the system gives no random numbers for a token"};
  const File file{open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)};
  const std::string line = token + "\n";
  if (file.descriptor < 0 || write(file.descriptor, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    return trouble(path, "written");
  return token;
}

}  // namespace kronika::app
