// SPDX-License-Identifier: Apache-2.0
#include "sessions.hpp"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace cellwarden::web {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kIdBytes = 8;

std::string hex(const unsigned char* bytes, std::size_t count) {
  std::string text(count * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, count);
  text.pop_back();
  return text;
}

}  // namespace

Sessions::Key Sessions::key_of(std::string_view token) {
  Key key{};
  crypto_generichash(key.data(), key.size(), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size(), nullptr, 0);
  return key;
}

bool Sessions::alive(const Session& session, Seconds now) const {
  return now - session.used < limits_.session_idle && now - session.begun < limits_.session_life;
}

std::string Sessions::start(Role role, std::string password_hash, Seconds now) {
  make_room(now);
  std::array<unsigned char, kTokenBytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string token = hex(bytes.data(), bytes.size());
  const Key key = key_of(token);
  sessions_[key] = {role, hex(key.data(), kIdBytes), std::move(password_hash), now, now};
  return token;
}

void Sessions::make_room(Seconds now) {
  std::erase_if(sessions_, [&](const auto& entry) { return !alive(entry.second, now); });
  if (sessions_.size() < limits_.sessions) return;
  sessions_.erase(
      std::min_element(sessions_.begin(), sessions_.end(),
                       [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
}

std::optional<Sessions::Found> Sessions::find(std::string_view token, Seconds now) {
  if (token.size() != kTokenBytes * 2) return std::nullopt;
  const auto place = sessions_.find(key_of(token));
  if (place == sessions_.end()) return std::nullopt;
  if (!alive(place->second, now)) {
    sessions_.erase(place);
    return std::nullopt;
  }
  place->second.used = now;
  return Found{place->second.role, place->second.id};
}

bool Sessions::holds(std::string_view id, Seconds now) {
  const auto place = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& entry) {
    return entry.second.id == id && alive(entry.second, now);
  });
  if (place == sessions_.end()) return false;
  place->second.used = now;
  return true;
}

void Sessions::end(std::string_view token) { sessions_.erase(key_of(token)); }

void Sessions::end_others(Role role, const std::string& password_hash) {
  std::erase_if(sessions_, [&](const auto& entry) {
    return entry.second.role == role && entry.second.password_hash != password_hash;
  });
}

}  // namespace cellwarden::web
