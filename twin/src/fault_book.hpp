// SPDX-License-Identifier: Apache-2.0
// Which faults of the scenario hold now, and when the next one begins or ends.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "board_clock.hpp"
#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::twin {

class FaultBook {
 public:
  explicit FaultBook(const Scenario& scenario);

  struct Change {
    std::size_t fault{0};  // index in Scenario::faults
    bool begins{false};
  };

  [[nodiscard]] WorldTime next() const { return next_; }
  // What begins or ends at `time`, in the order of the scenario; those that end come first.
  std::span<const Change> changes_at(WorldTime time);

  // Made by hand: it holds from now until it is ended, whatever its times say.
  std::size_t begin(const Fault& fault);
  void end(std::size_t index);

  [[nodiscard]] const Fault& fault(std::size_t index) const { return faults_[index]; }
  // The ones of this kind that hold, in this pack. cell 0: any.
  [[nodiscard]] const Fault* active(FaultKind kind, int pack, int cell = 0) const;
  // The magnitudes of those of this kind that hold now, added up: faults of the site (pack 1).
  [[nodiscard]] double sum_at_site(FaultKind kind) const;
  [[nodiscard]] bool any_active(int pack) const {
    return active_in_pack_[static_cast<std::size_t>(pack)] > 0;
  }

 private:
  void find_next(WorldTime after);

  std::vector<Fault> faults_;
  std::size_t planned_{0};  // the first ones: by their times
  std::vector<bool> holds_;
  std::vector<int> active_in_pack_;
  std::vector<Change> changes_;
  WorldTime next_{kNever};
};

}  // namespace cellwarden::twin
