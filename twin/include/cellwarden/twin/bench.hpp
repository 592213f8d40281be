// SPDX-License-Identifier: Apache-2.0
// The whole installation on the bench: packs, the very boards of boards/, wires with faults, sun
// and loads. It runs from message to message, so a year takes seconds. One thread, one seed, the
// same bytes everywhere; several benches may run on several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "cellwarden/boards/in_board.hpp"
#include "cellwarden/boards/out_board.hpp"
#include "cellwarden/twin/board_listener.hpp"
#include "cellwarden/twin/check_scenario.hpp"
#include "cellwarden/twin/plant.hpp"
#include "cellwarden/twin/scenario.hpp"
#include "cellwarden/twin/story.hpp"

namespace cellwarden::twin {

enum class Fidelity : std::uint8_t {
  messages,  // boards hand whole messages on; where a fault touches bytes they are bytes after all
  bytes,     // each message is encoded, forwarded by every board and decoded
  // And each byte wakes the board that receives it, as its UART does. What a board sends in one
  // step is what a fault of the wire strikes: behind a cell board that is a byte, not a message.
  single_bytes,
};

struct BenchOptions {
  std::uint64_t seed{1};
  Fidelity fidelity{Fidelity::messages};
  bool check_invariants{true};
  protocol::Generation generation{protocol::Generation::three};
  // µs that a cell board takes from a byte's last bit to the first bit of what it sends for it;
  // besides that it is one byte behind (CHAIN-1). So long a board's program runs.
  std::int64_t hop_us{0};
  // Of the boards of pack 1; outlives the bench. With `messages` it misses what passes whole.
  BoardListener* listener{nullptr};
};

// One pack as it is now: the truth, and what its boards make of it.
struct PackNow {
  double time_s{0};
  double pack_v{0};
  double current_a{0};  // + = charging
  double soc_percent{0};
  double cell_v_min{0};
  double cell_v_max{0};
  double cell_c_min{0};
  double cell_c_max{0};
  bool charge_contact_closed{false};  // the relays' contacts: "allowed"
  bool load_contact_closed{false};
  int bypassing{0};                   // resistors that carry current
  const core::State* state{nullptr};  // of the OUT board; nullptr while it has no power
  const core::Settings* settings{nullptr};
};

struct SiteNow {
  double solar_w{0};    // what the panels could give
  double charger_w{0};  // what the charger gives
  double house_w{0};    // what the house wants
  double load_w{0};     // what the inverter takes out of the battery
  double ambient_c{0};
};

// A board as somebody who stands before it sees it.
struct BoardNow {
  bool powered{false};
  bool bridged{false};  // there is none: the chain goes past
  bool bypass{false};   // its resistor carries current
  bool led{false};      // lit now; of the OUT board the info LED (OUT-1, CELL-6)
  std::optional<core::Milliseconds> since_flash{};  // began so long ago; empty: none yet
};

// What somebody turns by hand while it runs; empty: as the models have it.
struct Knobs {
  double sun_factor{1};                // times what the panels give
  std::optional<double> sun_share{};   // held there, of the peak power
  std::optional<double> cloudiness{};  // from now on; stays when it is empty again
  std::optional<double> house_w{};
  std::optional<double> ambient_c{};
};

class Bench {
 public:
  // The scenario must have passed check_scenario().
  Bench(const Scenario& scenario, const BenchOptions& options);
  ~Bench();
  Bench(Bench&&) noexcept;
  Bench& operator=(Bench&&) noexcept;

  // Seconds since the beginning of the scenario.
  [[nodiscard]] double time_s() const;
  void run_until(double time_s);

  [[nodiscard]] int packs() const;
  [[nodiscard]] PackNow pack(int number) const;  // 1…packs()
  [[nodiscard]] SiteNow site() const;
  [[nodiscard]] const Plant& plant(int pack) const;
  [[nodiscard]] const boards::OutBoard& out_board(int pack) const;

  // Everything that happened so far, oldest first.
  [[nodiscard]] std::span<const Occurrence> occurrences() const;
  // With the balances of charge and energy up to now.
  [[nodiscard]] std::vector<Violation> violations() const;
  [[nodiscard]] std::vector<Figure> figures() const;
  // After the last second.
  [[nodiscard]] std::vector<Verdict> verdicts() const;

  // By hand, at this moment (PLUS-5). The fault is one in which find_fault_problem() finds nothing;
  // its times are ignored, but for the rise of a connection's resistance. It lasts until it is
  // mended; what happens once is over at once, and its number is nobody's.
  void turn(const Knobs& knobs);
  std::size_t make_fault(const Fault& fault);
  void mend_fault(std::size_t number);
  [[nodiscard]] BoardNow board(int pack, int cell) const;
  [[nodiscard]] core::SwitchPositions switches(int pack) const;

  // Each frame of a pack's data output, when its first byte leaves (OUT-3).
  using FrameListener =
      std::function<void(int pack, double time_s, const protocol::FrameBytes& frame)>;
  void on_frame(const FrameListener& listener);

  // A client of the OUT board's Bluetooth lines (OUT-4).
  void connect(int pack);
  void disconnect(int pack);
  void send_line(int pack, std::span<const std::uint8_t> bytes);
  [[nodiscard]] std::vector<std::uint8_t> take_line(int pack);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cellwarden::twin
