// SPDX-License-Identifier: Apache-2.0
// What the data output of a pack says, put together from one frame a cycle: the cells come in turn,
// the keys of generation 3 in turn, and the status bits are believed when two of the last three
// frames agree, because the sum of a frame lets some errors pass (OUT-3).
#pragma once

#include <array>
#include <cstdint>

#include "cellwarden/gateway/observation.hpp"
#include "cellwarden/protocol/data_frame.hpp"

namespace cellwarden::gateway {

class FrameSource {
 public:
  // now: never falls.
  void take(const protocol::DataFrame& frame, core::Milliseconds now);
  // The line was unplugged: the voting and the half-collected keys begin anew; what was read stays,
  // with its age.
  void interrupted();

  [[nodiscard]] const Observation& observation() const { return seen_; }

 private:
  static constexpr std::size_t kVoters = 3;
  static constexpr std::size_t kKeys = protocol::kKeyCount;
  struct Ballot {
    bool charge_allowed{false};
    bool discharge_allowed{false};
    bool calibrated{false};
    core::Warnings warnings;
  };

  void vote(const protocol::DataFrame& frame, core::Milliseconds now);
  void take_cell(const protocol::DataFrame& frame, core::Milliseconds now);
  void take_trailer(const protocol::DataFrame& frame, core::Milliseconds now);
  void take_keys(core::Milliseconds now);
  void take_settings(const protocol::DataFrame& frame, core::Milliseconds now);
  template <class Says>
  [[nodiscard]] bool majority(Says says) const;

  Observation seen_;
  std::array<Ballot, kVoters> ballots_{};
  std::size_t cast_{0};
  std::array<std::optional<std::uint8_t>, kKeys> keys_{};
  std::optional<core::Millivolts> v_nominal_;  // of the newest whole set of keys
  std::optional<core::Milliseconds> previous_;
};

}  // namespace cellwarden::gateway
