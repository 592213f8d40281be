// SPDX-License-Identifier: Apache-2.0
// The ASCII lines to a pack: everything of our own boards, what is public of a real one, and the
// only way on which something can be written (OUT-4, SET-1).
#pragma once

#include <memory>
#include <optional>

#include "cellwarden/gateway/lines_talk.hpp"
#include "cellwarden/gateway/link.hpp"

namespace cellwarden::gateway {

class LinesLink : public Link {
 public:
  using Done = LinesTalk::Done;

  // Each calls `done` exactly once, later; `dropped` if the connection ends before. False: it could
  // not be queued, and `done` is not called.
  virtual bool command(const protocol::LineCommand& command, Done done) = 0;
  virtual bool write(const protocol::RegisterWrites& writes, Done done) = 0;
  // Tried once, now.
  virtual void set_pin(std::uint16_t pin) = 0;
  [[nodiscard]] virtual const protocol::LinesSession& session() const = 0;
  // The PIN that the pack has taken; empty: none yet.
  [[nodiscard]] virtual std::optional<std::uint16_t> accepted_pin() const = 0;
};

// kind: lines, simulated, or bluetooth.
std::unique_ptr<LinesLink> lines_link(boost::asio::io_context& io, LinkKind kind,
                                      std::unique_ptr<ByteStream> stream,
                                      const LinesOptions& options);

}  // namespace cellwarden::gateway
