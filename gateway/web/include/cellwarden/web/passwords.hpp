// SPDX-License-Identifier: Apache-2.0
// The passwords of viewer and owner, as Argon2id hashes in one file that only its owner can read.
// `cellwarden password` writes it while the gateway runs; the gateway notices.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "cellwarden/web/role.hpp"

namespace cellwarden::web {

inline constexpr std::size_t kMinPasswordBytes = 8;
inline constexpr std::size_t kMaxPasswordBytes = 256;

// Small enough for a Raspberry Pi Zero that also does its work: 16 MiB, three passes.
struct HashCost {
  unsigned long long passes{3};
  std::size_t memory_bytes{std::size_t{16} * 1024 * 1024};
};

class Passwords {
 public:
  // A file that is not there: no passwords yet. Throws words::Problem if it is damaged, or if
  // others can read or write it.
  explicit Passwords(std::filesystem::path file, HashCost cost = {});

  // role: viewer or owner. Slow on purpose (about 50 ms). Throws words::Problem if the password is
  // too short or too long, or the file cannot be written; then the old password stays.
  void set(Role role, std::string_view password);
  void remove(Role role);

  [[nodiscard]] bool has(Role role) const { return !hash(role).empty(); }
  // Slow on purpose, right or wrong, where a password is set. Any thread may, on a copy.
  [[nodiscard]] bool is_right(Role role, std::string_view password) const;

  // Looks whether another process has changed the file. A file that cannot be read any more
  // changes nothing: the passwords known last stay.
  enum class Seen : std::uint8_t { same, changed, unreadable };
  Seen refresh();

  // What changes whenever the password does.
  [[nodiscard]] const std::string& hash(Role role) const;

 private:
  bool read();
  void write();
  struct Stamp {
    std::int64_t modified{-1};
    std::uint64_t inode{0};
    bool operator==(const Stamp&) const = default;
  };
  [[nodiscard]] Stamp stamp() const;

  std::filesystem::path file_;
  HashCost cost_;
  std::string viewer_;
  std::string owner_;
  Stamp stamp_;
};

}  // namespace cellwarden::web
