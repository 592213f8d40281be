// SPDX-License-Identifier: Apache-2.0
// The PINs that packs have taken, so that an owner types each one once. Only this user can read the
// file; a PIN is not worth more than that, since the boards themselves guard it (SET-2).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace cellwarden::daemon {

class PinFile {
 public:
  // A file that is not there, or is damaged: no PINs.
  explicit PinFile(std::string path);

  [[nodiscard]] std::optional<std::uint16_t> find(const std::string& pack) const;
  // Written at once if it is new; false: it could not be, and is known until the end only.
  bool keep(const std::string& pack, std::uint16_t pin);
  void forget(const std::string& pack);

 private:
  [[nodiscard]] bool write() const;

  std::string path_;
  std::map<std::string, std::uint16_t> pins_;
};

}  // namespace cellwarden::daemon
