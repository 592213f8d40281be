// SPDX-License-Identifier: Apache-2.0
// A serial port that is made of nothing: programs open its path as they open a cable's.
#pragma once

#include <string>

#include "cellwarden/cli/byte_port.hpp"

namespace cellwarden::cli {

class PseudoTerminal {
 public:
  // Throws Problem if this computer has no more of them.
  PseudoTerminal();

  [[nodiscard]] const std::string& path() const { return path_; }
  // Our end; reading and writing do not wait.
  [[nodiscard]] int descriptor() const { return ours_.number(); }

  // Whether a program has it open now. What a program left unread is forgotten when it goes, so
  // that no old number passes for a live one.
  bool has_reader();

  // Bytes that the program which has it open has not read yet.
  [[nodiscard]] std::size_t unread() const;

 private:
  [[nodiscard]] Descriptor open_theirs() const;
  [[nodiscard]] bool hung_up() const;

  Descriptor ours_;
  std::string path_;
  bool had_reader_{false};
};

}  // namespace cellwarden::cli
