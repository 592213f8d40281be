// SPDX-License-Identifier: Apache-2.0
// A simulated pack of five cells that differ, with two sensors and no setting at its default, and
// two roads to it at once: its data output and its lines. All in simulated time.
#pragma once

#include <memory>

#include "cellwarden/gateway/frame_source.hpp"
#include "cellwarden/gateway/lines_source.hpp"
#include "cellwarden/gateway/pack_log.hpp"
#include "cellwarden/twin/bench.hpp"
#include "roads.hpp"

namespace cellwarden::gateway::roads {

inline constexpr std::uint16_t kPin = 4711;

twin::Bench five_cells(protocol::Generation generation);
// As of the newest message that its board has judged.
Truth truth_of(const twin::Bench& bench);

class OutputRoad {
 public:
  explicit OutputRoad(Road road) : road_{road} {}
  void take(const protocol::FrameBytes& bytes, core::Milliseconds now);
  // The cable is pulled out, and what is sent is lost; or it is in again.
  void cut(bool is_cut);

  [[nodiscard]] Told told() const { return {road_, source_.observation(), &records_}; }
  [[nodiscard]] std::size_t cell() const { return cell_; }  // of the newest frame; cell 1 is 0

 private:
  void take_key(const protocol::KeyValue& pair);

  Road road_;
  FrameSource source_;
  Records records_;
  std::array<std::uint8_t, protocol::kKeyCount> keys_{};
  std::size_t cell_{0};
  bool cut_{false};
};

class LinesRoad {
 public:
  // piece: how many bytes come at once.
  LinesRoad(twin::Bench& bench, Road road, std::size_t piece = 20);
  // What the board has said since, and what it is asked.
  void go_on(core::Milliseconds now);
  // The connection breaks, and nobody connects; or somebody may again.
  void cut(bool is_cut, core::Milliseconds now);

  [[nodiscard]] Told told() const { return {road_, source_.observation(), &records_}; }
  [[nodiscard]] const protocol::LinesSession& session() const { return client_.session(); }
  protocol::LinesClient& client() { return client_; }
  std::vector<LogEntry> take_log() { return log_.take_entries(); }

 private:
  void hear(const protocol::LineNews& news, core::Milliseconds now);
  std::vector<std::uint8_t> with_six_fields(const std::vector<std::uint8_t>& bytes);

  twin::Bench& bench_;
  Road road_;
  std::size_t piece_;
  protocol::LinesClient client_{kPin};
  LinesSource source_;
  PackLog log_;
  Records records_;
  std::string line_;  // that has not ended yet
  bool cut_{false};
};

class OnePack {
 public:
  explicit OnePack(Road road);
  // Up to the next frame, and until its cycle has been told.
  void run_cycle();
  // Until the settings are read and every key has come round twice.
  void settle();
  std::size_t make_fault(const twin::Fault& fault) { return bench.make_fault(fault); }

  [[nodiscard]] core::Milliseconds now() const;

  twin::Bench bench;
  OutputRoad output;
  LinesRoad lines;

 private:
  void run_a_moment();
  std::uint64_t frames_{0};
};

}  // namespace cellwarden::gateway::roads
