// SPDX-License-Identifier: Apache-2.0
// One pack with its links: what they tell is judged when a cycle is told, at most once a cycle, and
// every 1.5 s in any case, because values grow old by themselves (APP-7). With two links the one
// that knows more beats the time as long as it is up; what the other tells is judged with it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/core/access.hpp"
#include "cellwarden/gateway/lines_link.hpp"
#include "cellwarden/gateway/link.hpp"
#include "cellwarden/gateway/status.hpp"

namespace cellwarden::gateway {

// Where it stands that there is this pack.
enum class PackOrigin : std::uint8_t {
  config,     // in the administrator's config, or on the command line
  app,        // an owner has added it while the gateway ran
  first_look  // nowhere: nobody has named a pack yet
};
const char* name(PackOrigin origin);

struct PackInfo {
  std::string id;    // in addresses and in the history: letters, digits, - and _
  std::string name;  // for people
  bool simulated{false};
  std::optional<PackOrigin> origin{};  // empty: not of the gateway
  // A write that rests on one source alone, to a real pack (wire-formats, [1]).
  bool unproven_writes{false};
};

class Pack {
 public:
  // fresh: something was read since the last call; else only time has passed.
  using Judged = std::function<void(Pack& pack, bool fresh)>;

  // links: the one that knows most first.
  Pack(boost::asio::io_context& io, PackInfo info, std::vector<std::unique_ptr<Link>> links);
  ~Pack();
  Pack(const Pack&) = delete;
  Pack& operator=(const Pack&) = delete;

  void start(Judged judged);
  void rename(std::string name) { info_.name = std::move(name); }

  // All its links; what they told grows old meanwhile (APP-4, APP-7).
  void let_go();
  void take_up();

  [[nodiscard]] const PackInfo& info() const { return info_; }
  // Judges now, so that who has just written sees it.
  void refresh();
  // As of the last judgement.
  [[nodiscard]] const Status& status() const { return status_; }
  [[nodiscard]] core::Milliseconds judged_at() const { return judged_at_; }
  [[nodiscard]] std::vector<LinkReport> links() const;
  // What commands can be given over; nullptr: only listening.
  [[nodiscard]] LinesLink* lines() const;
  std::vector<protocol::EventLine> take_events();
  std::vector<LogEntry> take_log();

  // The PIN that a person gives with a write, against the one that the pack took from us; guesses
  // are limited as on the board (SET-2), in this process only.
  core::PinVerdict check_pin(std::uint16_t pin);
  [[nodiscard]] core::Milliseconds pin_locked_for() const;

 private:
  class Rest;
  void changed(std::size_t link);
  [[nodiscard]] bool follows(std::size_t link) const;
  void judge_now(bool fresh);
  void look();

  PackInfo info_;
  std::vector<std::unique_ptr<Link>> links_;
  std::unique_ptr<Rest> rest_;
  Judged judged_;
  Status status_;
  core::Milliseconds judged_at_;
  core::PinGuard guard_;
};

}  // namespace cellwarden::gateway
