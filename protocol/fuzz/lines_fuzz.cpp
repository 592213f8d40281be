// SPDX-License-Identifier: Apache-2.0
// Any bytes at all, as they might come from a Bluetooth module. The port never writes out of
// bounds, does not care how the bytes were grouped, sends whole lines only, and every record that
// decodes is a record that encodes.
#include <cstdlib>
#include <string>
#include <vector>

#include "cellwarden/core/judgement.hpp"
#include "cellwarden/protocol/lines.hpp"
#include "cellwarden/protocol/lines_extensions.hpp"

namespace {

using namespace cellwarden;
using namespace cellwarden::protocol;
using Bytes = std::span<const std::uint8_t>;

void require(bool holds) {
  if (!holds) std::abort();
}

struct Board {
  core::Settings settings;
  core::Options options;
  core::FactorySettings factory;
  core::State state{core::first_state(settings)};
  std::vector<core::CellReading> cells{
      4, core::cell_reading(core::Millivolts{3300}, core::MilliCelsius{20'000})};
  std::vector<core::CellOffset> offsets{4};
  BoardFacts facts;
  LinesPort port;
  core::Milliseconds now;
  std::string sent;

  Board() {
    factory.cells = 4;
    for (int i = 0; i < 2; ++i) message();
  }
  LinesView view() { return {state, settings, options, factory, offsets, facts}; }

  void message() {
    now += core::Milliseconds{1000};
    core::step(state,
               {.arrival = core::Arrival::intact,
                .cells = cells,
                .sensors = {},
                .options = options,
                .factory = factory,
                .settings = settings,
                .offsets = offsets},
               now);
  }

  // As an OUT board would, but quicker with its answers.
  void serve() {
    while (const LineCommand* command = pending(port)) {
      LineVerdict verdict = LineVerdict::ok;
      if (command->action == LineAction::log_in && command->pin != settings.pin) {
        verdict = LineVerdict::not_authorised;
      }
      if (command->action == LineAction::write_settings ||
          command->action == LineAction::change_pin) {
        const auto set = core::change_settings(command->settings, options.v_bypass);
        verdict = set ? LineVerdict::ok : LineVerdict::refused;
        if (set) settings = *set;
      }
      answer(port, verdict, view(), now);
      require(!core::check_settings(settings, options.v_bypass));
    }
  }
  void take_all() {
    std::array<std::uint8_t, 20> packet{};
    while (const std::size_t size = transmit(port, packet, view(), now)) {
      sent.append(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(size));
    }
    require(sent.empty() || sent.back() == kLineEnd);
  }
};

template <class Record>
void check_live(std::string_view line) {
  for (const auto generation : {Generation::three, Generation::one_or_two}) {
    const auto record = decode_line<Record>(line, generation);
    if (!record) continue;
    LineText encoded;
    if constexpr (std::is_same_v<Record, PackRecord>) encoded = encode_line(*record, generation);
    if constexpr (!std::is_same_v<Record, PackRecord>) encoded = encode_line(*record);
    const auto again = decode_line<Record>(encoded.view(), generation);
    require(static_cast<bool>(again));
  }
}

template <class Record>
void check_extension(std::string_view line) {
  const auto record = decode_extension<Record>(line);
  if (!record) return;
  const LineText encoded = encode_line(*record);
  require(static_cast<bool>(decode_extension<Record>(encoded.view())));
}

template <class... Records>
void check_extensions(std::string_view line) {
  (check_extension<Records>(line), ...);
}

// The line as it is, and with a check that fits.
void check_codec(const std::string& line) {
  check_live<PackRecord>(line);
  check_live<VoltagesRecord>(line);
  check_live<TemperaturesRecord>(line);
  check_live<CellRecord>(line);
  check_live<EnergyRecord>(line);
  check_live<TotalsRecord>(line);
  check_live<HealthRecord>(line);
  check_live<ChargedRecord>(line);
  LineText mended;
  mended.put(line);
  mended.field(extension_check(line), 4);
  check_extensions<VersionLine, AccessLine, PackLine, CellsLine, CurrentsLine, ChargeLine,
                   WarningsLine, ReasonLine, OutputsLine, EventLine, ClockLine, OffsetLine,
                   SettingsLine, RefusalLine>(mended.view());
}

std::string play(Bytes script, Bytes stream, bool byte_by_byte, bool generation_3) {
  Board board;
  if (!generation_3) board.facts.generation = Generation::one_or_two;
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t length =
        std::min<std::size_t>(stream.size() - at, script[at % script.size()] % 32U + 1);
    const Bytes chunk = stream.subspan(at, length);
    for (std::size_t i = 0; i < (byte_by_byte ? length : 1); ++i) {
      receive(board.port, byte_by_byte ? chunk.subspan(i, 1) : chunk, board.view(), board.now);
      board.serve();
      board.take_all();
    }
    board.message();
    tell(board.port, board.view(), board.now);
    board.take_all();
    at += length;
  }
  return board.sent;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer wants this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes{data, size};
  check_codec(std::string{bytes.begin(), bytes.end()}.substr(0, kMaxLine));
  if (bytes.size() < 2) return 0;
  const Bytes script = bytes.first(std::min<std::size_t>(8, bytes.size() / 2));
  const Bytes rest = bytes.subspan(script.size());
  // Half of the inputs begin with the right PIN.
  std::vector<std::uint8_t> stream;
  const std::string_view pin = (script[0] & 1U) != 0 ? "PW1234!\r" : "";
  stream.insert(stream.end(), pin.begin(), pin.end());
  // A line of ours hardly gets a check that fits by chance: where the input has 'x', it is put in.
  std::string line;
  for (const std::uint8_t byte : rest) {
    if (byte == '\r') line.clear();
    if (byte != 'x') {
      stream.push_back(byte);
      if (byte != '\r' && byte != '$' && byte != '\n') line.push_back(static_cast<char>(byte));
      continue;
    }
    LineText check;
    check.field(extension_check(line), 4);
    stream.insert(stream.end(), check.view().begin(), check.view().end());
  }
  const bool generation_3 = (script[0] & 2U) != 0;
  require(play(script, stream, false, generation_3) == play(script, stream, true, generation_3));
  return 0;
}
