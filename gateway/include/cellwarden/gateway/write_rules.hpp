// SPDX-License-Identifier: Apache-2.0
// What may be written to a pack over its lines, and what became of it, in words: one and the same
// through the gateway and straight from a browser (SET-1, SET-2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cellwarden/core/access.hpp"
#include "cellwarden/gateway/setting_change.hpp"
#include "cellwarden/protocol/lines_client.hpp"

namespace cellwarden::gateway {

// What may be asked of a pack.
enum class Ability : std::uint8_t {
  settings,  // at least some of them
  hold,
  own_commands,  // what only our own boards understand
};

// A code of docs/api.md, and what to do.
struct WriteRefusal {
  const char* code;
  std::string sentence;
};

// Nothing: it is possible now. session: nullptr if the pack is only listened to. unproven_writes:
// an owner allows what rests on one source alone, to a real pack.
std::optional<WriteRefusal> why_not(const protocol::LinesSession* session, bool unproven_writes,
                                    Ability ability);

// Only of a pack to which something can be written.
WriteWay way_to(const protocol::LinesSession& session);

// What became of a command; nothing: it is done.
std::optional<WriteRefusal> refusal_of(const protocol::LineOutcome& outcome);

enum class Login : std::uint8_t { taken, wrong, locked, no_answer };

// What a pack makes of the PIN that its lines were just given.
class LoginWatch {
 public:
  explicit LoginWatch(core::Milliseconds begin) : begin_{begin} {}
  // Empty: it is not known yet. To be asked again and again, at least every 50 ms.
  std::optional<Login> look(const protocol::LinesSession& session, core::Milliseconds now);

 private:
  core::Milliseconds begin_;
  bool begun_{false};
};

}  // namespace cellwarden::gateway
