// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace cellwarden::web {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_{number} {}
  ~Descriptor() {
    const int before = errno;
    if (number_ >= 0) ::close(number_);
    errno = before;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool write_beside(const std::string& beside, std::string_view bytes, mode_t mode) {
  const Descriptor file{::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
  if (!file.is_open()) return false;
  // The umask may have taken bits away, never added any.
  return ::fchmod(file.number(), mode) == 0 && write_all(file.number(), bytes) &&
         ::fsync(file.number()) == 0;
}

}  // namespace

bool write_whole_file(const std::filesystem::path& file, std::string_view bytes, mode_t mode) {
  const std::string beside = file.string() + ".new" + std::to_string(::getpid());
  ::unlink(beside.c_str());  // left behind by a power cut
  if (!write_beside(beside, bytes, mode) || std::rename(beside.c_str(), file.c_str()) != 0) {
    const int why = errno;
    ::unlink(beside.c_str());
    errno = why;
    return false;
  }
  const auto parent = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  const Descriptor folder{::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.is_open()) ::fsync(folder.number());
  return true;
}

std::optional<std::string> read_whole_file(const std::filesystem::path& file,
                                           std::size_t max_bytes) {
  const Descriptor open_file{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!open_file.is_open()) return std::nullopt;
  std::string bytes;
  std::array<char, 4096> piece{};
  while (true) {
    const ssize_t got = ::read(open_file.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) return bytes;
    bytes.append(piece.data(), static_cast<std::size_t>(got));
    if (bytes.size() > max_bytes) {
      errno = EFBIG;
      return std::nullopt;
    }
  }
}

}  // namespace cellwarden::web
