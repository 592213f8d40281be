// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/passwords.hpp"

#include <sodium.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "cellwarden/web/whole_file.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::web {
namespace {

using words::Problem;

std::string hashed(std::string_view password, const HashCost& cost) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), password.data(), password.size(), cost.passes,
                        cost.memory_bytes) != 0) {
    throw Problem{"There is not enough free memory to hash a password (16 MiB). Nothing changed."};
  }
  return std::string{hash.data()};
}

void check_length(std::string_view password) {
  if (password.size() < kMinPasswordBytes) {
    throw Problem{"The password is too short: use at least " + std::to_string(kMinPasswordBytes) +
                  " characters."};
  }
  if (password.size() > kMaxPasswordBytes) {
    throw Problem{"The password is too long: use at most " + std::to_string(kMaxPasswordBytes) +
                  " bytes."};
  }
}

bool is_hash(std::string_view text) {
  return text.starts_with("$argon2id$") && text.size() < crypto_pwhash_STRBYTES;
}

// "owner $argon2id$…"; false if the line is neither that nor a viewer's.
bool take_line(std::string_view line, std::string& viewer, std::string& owner) {
  const auto blank = line.find(' ');
  if (blank == std::string_view::npos || !is_hash(line.substr(blank + 1))) return false;
  const std::string_view role = line.substr(0, blank);
  if (role != "viewer" && role != "owner") return false;
  (role == "viewer" ? viewer : owner) = line.substr(blank + 1);
  return true;
}

bool parse(std::string_view text, std::string& viewer, std::string& owner) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return false;
    if (end > 0 && !take_line(text.substr(0, end), viewer, owner)) return false;
    text.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace

Passwords::Passwords(std::filesystem::path file, HashCost cost)
    : file_{std::move(file)}, cost_{cost} {
  if (sodium_init() < 0) throw Problem{"The system gives no random numbers."};
  stamp_ = stamp();
  if (stamp_ == Stamp{}) return;
  struct stat about {};
  if (::stat(file_.c_str(), &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw Problem{"The password file " + file_.string() +
                  " can be read or changed by others. Put that right with: chmod 600 " +
                  file_.string()};
  }
  if (!read()) {
    throw Problem{"The password file " + file_.string() +
                  " is damaged or cannot be read. Remove it and set the passwords anew with: "
                  "cellwarden password"};
  }
}

const std::string& Passwords::hash(Role role) const {
  static const std::string none;
  if (role == Role::owner) return owner_;
  return role == Role::viewer ? viewer_ : none;
}

void Passwords::set(Role role, std::string_view password) {
  if (role == Role::anyone) return;
  check_length(password);
  std::string& place = role == Role::owner ? owner_ : viewer_;
  std::string before = std::exchange(place, hashed(password, cost_));
  try {
    write();
  } catch (const Problem&) {
    place = std::move(before);
    throw;
  }
}

void Passwords::remove(Role role) {
  if (role == Role::anyone) return;
  std::string& place = role == Role::owner ? owner_ : viewer_;
  std::string before = std::exchange(place, std::string{});
  try {
    write();
  } catch (const Problem&) {
    place = std::move(before);
    throw;
  }
}

bool Passwords::is_right(Role role, std::string_view password) const {
  if (!has(role) || password.size() > kMaxPasswordBytes) return false;
  return crypto_pwhash_str_verify(hash(role).c_str(), password.data(), password.size()) == 0;
}

Passwords::Seen Passwords::refresh() {
  const Stamp now = stamp();
  if (now == stamp_) return Seen::same;
  // Gone, or half way through an edit by hand: passwords are never lost by accident.
  if (now == Stamp{} || !read()) return Seen::unreadable;
  stamp_ = now;
  return Seen::changed;
}

bool Passwords::read() {
  const auto text = read_whole_file(file_);
  std::string viewer;
  std::string owner;
  if (!text || !parse(*text, viewer, owner)) return false;
  viewer_ = std::move(viewer);
  owner_ = std::move(owner);
  return true;
}

void Passwords::write() {
  std::string text;
  if (!owner_.empty()) text += "owner " + owner_ + "\n";
  if (!viewer_.empty()) text += "viewer " + viewer_ + "\n";
  if (!write_whole_file(file_, text, S_IRUSR | S_IWUSR)) {
    throw Problem{"The password file " + file_.string() + " cannot be written: " +
                  std::strerror(errno) + ". The password has not been changed."};
  }
  stamp_ = stamp();
}

Passwords::Stamp Passwords::stamp() const {
  struct stat about {};
  if (::stat(file_.c_str(), &about) != 0) return {};
  return {std::int64_t{about.st_mtim.tv_sec} * 1'000'000'000 + about.st_mtim.tv_nsec, about.st_ino};
}

}  // namespace cellwarden::web
