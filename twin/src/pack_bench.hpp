// SPDX-License-Identifier: Apache-2.0
// One pack on the bench: its cells, its boards with their sensors and clocks, the wires between
// them, the two relays. It goes from event to event; the currents come from outside.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "agenda.hpp"
#include "board_clock.hpp"
#include "cellwarden/boards/cell_board.hpp"
#include "cellwarden/boards/in_board.hpp"
#include "cellwarden/boards/out_board.hpp"
#include "cellwarden/chain/codec.hpp"
#include "cellwarden/twin/bench.hpp"
#include "cellwarden/twin/cell_sensor.hpp"
#include "cellwarden/twin/current_sensor.hpp"
#include "cellwarden/twin/plant.hpp"
#include "cellwarden/twin/site.hpp"
#include "fault_book.hpp"
#include "flash.hpp"
#include "pack_record.hpp"
#include "relay_model.hpp"

namespace cellwarden::twin {

// So long the energy kept on the OUT board lasts when its supply falls (RELAY-8).
inline constexpr WorldTime kOutBoardHoldUp = 150 * kMillisecond;

inline constexpr WorldTime kHandOn = chain::bytes_microseconds(1);  // CHAIN-1: one byte behind

// Where a board stands: index 0 is the IN board on cell 1, the last one the OUT board on cell N.
struct Place {
  BoardClock clock;
  std::int32_t ppm{0};  // its clock's own rate, without a fault
  CellSensor sensor;
  Random noise;
  int senses{0};  // the cell that its wires lead to, from 0
  bool powered{true};
  bool bridged{false};   // there is no board: the chain goes past
  bool resistor{false};  // carries current
};

// Something on its way along a wire.
struct Transmission {
  std::size_t to{0};   // index of the board that receives it
  WorldTime begin{0};  // its first byte leaves
  WorldTime end{0};    // its last byte is there
  bool whole{false};   // the message of the pack; else `bytes`
  std::vector<std::uint8_t> bytes;
};

// A fault `connection_resistance`, and what the connection of its cell has without any.
struct RisingConnection {
  Fault fault;
  double own_ohm{0};
  bool end_seen{true};  // of one made by hand nobody else tells when it has risen
};

// A board whose moment has come, and what its clock shows then.
struct Due {
  std::size_t index{0};
  WorldTime time{0};
  core::Milliseconds now;
};

// What the bench knows about the next milliseconds.
struct Quiet {
  // Until then the physics stand still, whatever happens in any pack, and nobody looks.
  WorldTime still_until{0};
  // Events before this moment do not make the physics go on.
  WorldTime next_step{0};
};

class PackBench {
 public:
  PackBench(const Scenario& scenario, int number, const BenchOptions& options,
            const FaultBook& faults);

  // The next moment at which something happens here.
  [[nodiscard]] WorldTime next() const { return next_; }
  // A contact may move then, or a board lose or get its power.
  [[nodiscard]] WorldTime next_rare() const { return rarely_.next(); }
  // Everything that is due at `time`.
  void run(WorldTime time, const Quiet& quiet);
  void change(const FaultBook::Change& change, WorldTime time);
  // Around change(), for a fault that is not in the scenario. What the connection has without it is
  // what it has now.
  void begin_by_hand(const Fault& fault);
  void mend_by_hand(const Fault& fault);

  // The physics. Currents hold until they are set again.
  void set_currents(double pack_a, const CableCurrents& cables);
  void advance(double seconds, double ambient_c);
  [[nodiscard]] PackBus bus() const;
  [[nodiscard]] Permission contacts() const {
    return {.charge = charge_.closed, .load = load_.closed};
  }
  // A contact moved since this was asked last.
  bool take_contacts_moved();
  void set_bank_open(bool open) { bank_open_ = open; }
  [[nodiscard]] bool shares_cable() const { return shared_cable_; }

  // The world outside of the pack.
  void connect(bool connected, WorldTime time);
  void send_line(std::span<const std::uint8_t> bytes, WorldTime time);
  std::vector<std::uint8_t> take_line();

  [[nodiscard]] PackNow now(WorldTime time) const;
  [[nodiscard]] const Plant& plant() const { return plant_; }
  [[nodiscard]] const boards::OutBoard& out_board() const { return out_; }
  [[nodiscard]] bool out_powered() const { return places_.back().powered; }
  [[nodiscard]] core::Milliseconds out_time(WorldTime time) const {
    return places_.back().clock.at(time);
  }
  [[nodiscard]] const PackRecord& record() const { return record_; }
  [[nodiscard]] double spread_now_v() const;
  [[nodiscard]] const PackPlan& plan() const { return plan_; }
  [[nodiscard]] const RelayModel& relay(core::Relay relay) const {
    return relay == core::Relay::charge ? charge_ : load_;
  }
  [[nodiscard]] bool resistor(std::size_t cell) const { return places_[cell].resistor; }
  [[nodiscard]] const boards::Monitor& monitor(std::size_t index) const;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] BoardNow board(int cell, WorldTime time) const;
  [[nodiscard]] core::SwitchPositions switches() const { return switches_; }

  // Called after each step of the OUT board, and when something happened.
  std::function<void(const Occurrence& occurrence)> tell;
  std::function<void(WorldTime time)> judged;
  std::function<void(WorldTime time, const protocol::FrameBytes& frame)> frame;

 private:
  static constexpr std::size_t kRelaySlots = 2;

  [[nodiscard]] std::size_t last() const { return places_.size() - 1; }
  [[nodiscard]] int cell_of(std::size_t index) const { return static_cast<int>(index) + 1; }

  void prepare_memories();
  [[nodiscard]] std::size_t power_slot(std::size_t index) const { return kRelaySlots + index; }
  void wake(std::size_t index, WorldTime time) { wakes_.set(index, time); }
  void change_power_at(std::size_t index, WorldTime time) { rarely_.set(power_slot(index), time); }
  void pulse(RelayModel& relay, core::Pulse pulse, WorldTime time);
  void deliver_due(WorldTime time);
  void do_rare(std::size_t slot, WorldTime time);
  void find_next();

  // pack_boards.cpp
  void power_up(std::size_t index, WorldTime time);
  void power_off(std::size_t index);
  void change_power(std::size_t index, WorldTime time);
  void step_board(std::size_t index, std::span<const std::uint8_t> bytes, WorldTime begin,
                  WorldTime time);
  void step_in(WorldTime time);
  void step_cell(std::size_t index, std::span<const std::uint8_t> bytes, WorldTime begin,
                 WorldTime time);
  void step_out(std::span<const std::uint8_t> bytes, WorldTime time);
  bool act_out(const boards::OutBoardOutputs& out, std::span<const std::uint8_t> line,
               WorldTime time);
  boards::Samples sample(std::size_t index);
  [[nodiscard]] std::span<const std::uint8_t> memory_of(std::size_t index) const;
  boards::Samples samples_of(Place& place, double volts, double celsius);
  boards::CurrentSamples sample_currents(WorldTime time);
  void follow_resistor(std::size_t index, bool on);
  void follow_resistor(std::size_t index, bool on, double volts);
  [[nodiscard]] boards::OutBoardInputs out_inputs() const;

  // quiet_pass.cpp
  [[nodiscard]] bool may_pass_quietly() const;
  bool sample_quietly();
  void hand_on_quietly(std::size_t& to, WorldTime& begin);

  // pack_chain.cpp
  [[nodiscard]] WorldTime time_on_wire(std::size_t to, std::size_t bytes) const;
  [[nodiscard]] std::size_t message_bytes() const;
  void transmit_whole(std::size_t to, WorldTime begin);
  void transmit(std::size_t to, std::vector<std::uint8_t> bytes, WorldTime begin);
  void fly(std::size_t to, std::vector<std::uint8_t> bytes, WorldTime begin);
  void deliver(Transmission transmission);
  void deliver_whole(std::size_t to, WorldTime begin, WorldTime time);
  [[nodiscard]] std::vector<std::uint8_t> message_as_bytes() const;

  // pack_story.cpp
  void follow_out(WorldTime time);
  void follow_warnings(WorldTime time);
  void count_messages();
  void happened(Occurrence occurrence, WorldTime time);
  void move_relay(RelayModel& relay, core::Relay which, WorldTime time);

  // pack_faults.cpp
  void find_rising(const Scenario& scenario);
  void follow_rising(const Fault& fault);
  void change_sensor(const Fault& fault, bool begins);
  void change_cell(const Fault& fault, bool begins);
  void change_board(const Fault& fault, bool begins, WorldTime time);
  void change_relay(const Fault& fault, bool begins, WorldTime time);
  void follow_supply(bool falls, WorldTime time);

  int number_;
  PackPlan plan_;
  Fidelity fidelity_;
  BoardListener* listener_;
  WorldTime hand_on_;  // from the beginning of what a cell board hears to that of what it sends
  protocol::Generation generation_;
  const FaultBook& faults_;
  bool shared_cable_;
  Random chance_;  // wires, coils, memory
  Random current_noise_;

  Plant plant_;
  CurrentSensor sensor_in_;
  CurrentSensor sensor_out_;
  double pack_a_{0};
  CableCurrents cables_;
  double in_as_{0};  // since the last message
  double out_as_{0};
  double current_s_{0};
  double world_s_{0};
  std::vector<RisingConnection> rising_;

  Flash in_memory_;
  Flash out_memory_;
  std::vector<Place> places_;
  Agenda wakes_;   // each board's next step
  Agenda rarely_;  // the two relays, then each board going off or coming up
  boards::InBoard in_;
  std::vector<boards::CellBoard> cells_;  // places 1 … N−2
  boards::OutBoard out_;
  RelayModel charge_;
  RelayModel load_;
  bool contacts_moved_{false};
  bool bank_open_{true};
  core::SwitchPositions switches_{0};
  bool button_{false};
  bool supply_falling_{false};

  chain::Message message_;  // the one that travels as a whole
  std::vector<Transmission> in_flight_;
  std::vector<Due> due_;                       // for one quiet pass
  std::array<std::uint8_t, 512> line_room_{};  // for one step of the OUT board
  WorldTime next_{0};
  Quiet quiet_;

  bool connected_{false};
  std::vector<std::uint8_t> to_board_;
  std::vector<std::uint8_t> to_client_;

  std::uint32_t events_told_{0};
  core::Warnings warnings_told_;
  std::optional<core::Milliseconds> judged_;
  std::int32_t missed_{0};  // in a row, as counted so far
  PackRecord record_;
};

}  // namespace cellwarden::twin
