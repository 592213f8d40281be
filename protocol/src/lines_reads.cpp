// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/lines_reads.hpp"

#include <algorithm>

#include "lines_framing.hpp"
#include "lines_read_back.hpp"
#include "lines_register_map.hpp"

namespace cellwarden::protocol {

using core::SettingId;

std::uint8_t line_sum(std::string_view text) {
  unsigned sum = 0;
  for (const char c : text) {
    if (c != kFieldSeparator) sum += static_cast<std::uint8_t>(c);
  }
  return static_cast<std::uint8_t>(sum);
}

namespace {

// The fields of an answer from first to last; the last one is the sum.
class AnswerReader {
 public:
  explicit AnswerReader(std::string_view line) : line_{line}, reader_{line} {}

  std::uint64_t next(std::uint64_t max) {
    const std::uint64_t value = first_ ? reader_.first_field() : reader_.field();
    first_ = false;
    if (value > max) reader_.fail();
    return reader_.ok() ? value : 0;
  }
  std::uint8_t byte() { return static_cast<std::uint8_t>(next(kMax8)); }
  void separator() { reader_.skip(kFieldSeparator); }
  std::uint8_t two_digits() { return static_cast<std::uint8_t>(reader_.hex(2)); }
  // The last field.
  bool sum_fits() {
    const std::string_view before{line_.data(), line_.size() - reader_.rest().size()};
    return next(kMax8) == line_sum(before);
  }
  [[nodiscard]] bool ended() const { return reader_.ended(); }

 private:
  std::string_view line_;
  LineReader reader_;
  bool first_{true};
};

// The registers of an answer, in whatever order it has them.
template <std::size_t Count>
class Registers {
 public:
  Registers(AnswerReader& answer, const std::array<register_map::Field, Count>& layout)
      : layout_{layout} {
    for (std::size_t i = 0; i < Count; ++i) {
      const RegisterScale* scale = find_scale(static_cast<std::uint16_t>(layout[i].at));
      const bool one_byte = scale == nullptr || scale->bytes == 1;
      raw_[i] = static_cast<std::uint32_t>(answer.next(one_byte ? kMax8 : kMax16));
    }
  }

  // Whether the register that this byte belongs to has it.
  [[nodiscard]] bool shows(RegisterWrite write) const {
    const RegisterScale* scale = find_scale(write.address);
    for (std::size_t i = 0; i < Count && scale != nullptr; ++i) {
      if (scale->at != layout_[i].at) continue;
      const bool high = scale->bytes == 2 && write.address == static_cast<std::uint16_t>(scale->at);
      return write.value == static_cast<std::uint8_t>(high ? raw_[i] >> 8U : raw_[i]);
    }
    return false;
  }

  template <class T, Register at>
  [[nodiscard]] T get() const {
    for (std::size_t i = 0; i < Count; ++i) {
      if (layout_[i].at == at) return T{value_of(kScaleOf<at>, raw_[i])};
    }
    return T{};
  }
  template <Register at>
  [[nodiscard]] std::uint8_t byte() const {
    return static_cast<std::uint8_t>(get<std::int32_t, at>());
  }

 private:
  const std::array<register_map::Field, Count>& layout_;
  std::array<std::uint32_t, Count> raw_{};
};

PublicAnswer read_version(AnswerReader& answer, PublicRead /*read*/, std::string_view line) {
  constexpr std::ptrdiff_t kDigitsGen3 = 3;
  constexpr std::uint8_t kTen = 10;
  constexpr std::uint64_t kMax12 = 0xFFF;
  PublicVersion version;
  const auto first_digits =
      std::ranges::distance(line.begin(), std::ranges::find(line, kFieldSeparator));
  const bool gen3 = first_digits == kDigitsGen3;
  const std::uint64_t number = answer.next(gen3 ? kMax12 : kMax8);
  version.generation = gen3 ? Generation::three : Generation::one_or_two;
  if (gen3) {
    version.firmware.major = static_cast<std::uint8_t>(number >> 8U);
    version.firmware.minor = static_cast<std::uint8_t>(number >> 4U & 0xFU);
    version.firmware.patch = static_cast<std::uint8_t>(number & 0xFU);
  } else {
    version.firmware.major = static_cast<std::uint8_t>(number / kTen);
    version.firmware.minor = static_cast<std::uint8_t>(number % kTen);
  }
  version.unknown_1 = static_cast<std::uint32_t>(answer.next(kMax24));
  version.unknown_2 = static_cast<std::uint32_t>(answer.next(kMax24));
  version.status_1 = answer.byte();
  const auto steps = static_cast<std::int32_t>(answer.next(kMax16));
  version.v_bypass = core::Millivolts{steps * kMillivoltsPerStep};
  version.sum_fits = answer.sum_fits();
  return version;
}

// Four ASCII digits as one number.
std::optional<std::uint16_t> pin_of(std::uint64_t digits) {
  constexpr std::array kShifts{24U, 16U, 8U, 0U};
  constexpr unsigned kTen = 10;
  unsigned pin = 0;
  for (const unsigned shift : kShifts) {
    const unsigned digit = static_cast<unsigned>(digits >> shift & 0xFFU) - '0';
    if (digit >= kTen) return {};
    pin = pin * kTen + digit;
  }
  return static_cast<std::uint16_t>(pin);
}

PublicAnswer read_settings_1(AnswerReader& answer, PublicRead /*read*/, std::string_view /*line*/) {
  using enum Register;
  const Registers registers{answer, register_map::kSettings1};
  PublicSettings1 settings;
  settings.solar_peak_power = registers.get<core::Watts, solar_peak_power>();
  settings.inverter_peak_power = registers.get<core::Watts, inverter_peak_power>();
  settings.battery_capacity = registers.get<core::WattHours, capacity>();
  settings.pin = pin_of(answer.next(0xFFFF'FFFF));
  settings.sum_fits = answer.sum_fits();
  return settings;
}

PublicAnswer read_settings_2(AnswerReader& answer, PublicRead /*read*/, std::string_view line) {
  using enum Register;
  constexpr auto kFieldsBefore3 =
      static_cast<std::ptrdiff_t>(register_map::kSettings2.size());  // and the sum
  const Registers registers{answer, register_map::kSettings2};
  PublicSettings2 settings;
  settings.v_min = registers.get<core::Millivolts, v_min>();
  settings.v_max = registers.get<core::Millivolts, v_max>();
  settings.t_min_charge = registers.get<core::MilliCelsius, t_min_charge>();
  settings.t_max = registers.get<core::MilliCelsius, t_max>();
  settings.charge_restart = registers.get<core::Percent, charge_restart>();
  settings.discharge_restart = registers.get<core::Percent, discharge_restart>();
  if (std::ranges::count(line, kFieldSeparator) > kFieldsBefore3) {
    const Registers more{answer, register_map::kSettings2More};
    settings.more =
        PublicSettings2::More{.t_min_discharge = more.get<core::MilliCelsius, t_min_discharge>(),
                              .v_low = more.get<core::Millivolts, v_low>(),
                              .v_nominal = more.get<core::Millivolts, v_nominal>(),
                              .v_min_hysteresis = more.get<core::Millivolts, v_min_hysteresis>(),
                              .v_max_hysteresis = more.get<core::Millivolts, v_max_hysteresis>()};
  }
  settings.sum_fits = answer.sum_fits();
  return settings;
}

std::optional<core::SensorRange> sensor_of(std::uint8_t code) {
  for (const register_map::SensorCode& known : register_map::kSensorCodes) {
    if (known.code == code) return known.range;
  }
  return {};
}

PublicAnswer read_settings_3(AnswerReader& answer, PublicRead /*read*/, std::string_view /*line*/) {
  using enum Register;
  const Registers registers{answer, register_map::kSettings3};
  PublicSettings3 settings;
  settings.sensor_code = registers.byte<sensor_type>();
  settings.sensor = sensor_of(settings.sensor_code);
  settings.critical_mode = registers.byte<critical_mode>();
  settings.charge_forced_off = registers.byte<charge_forced_off>() != 0;
  settings.load_forced_off = registers.byte<load_forced_off>() != 0;
  settings.use_measured_capacity = registers.byte<measured_capacity>();
  settings.charge_restart_delay = registers.get<core::Milliseconds, charge_restart_delay>();
  settings.discharge_restart_delay = registers.get<core::Milliseconds, discharge_restart_delay>();
  settings.charge_pause_delay = registers.get<core::Milliseconds, charge_pause_delay>();
  settings.discharge_pause_delay = registers.get<core::Milliseconds, discharge_pause_delay>();
  settings.soc_correction = registers.byte<soc_correction>();
  settings.chemistry = registers.byte<chemistry>();
  settings.tail_current = registers.get<core::Milliamps, tail_current>();
  settings.sum_fits = answer.sum_fits();
  return settings;
}

// Both relays have the same fields in the same order.
PublicAnswer read_relay(AnswerReader& answer, PublicRead read, std::string_view /*line*/) {
  const Registers registers{answer, register_map::kRelay1};
  PublicRelay relay{.number = read.number};
  relay.force = registers.byte<Register::relay_1_force>();
  relay.function = registers.byte<Register::relay_1_function>();
  relay.invert = registers.byte<Register::relay_1_invert>();
  relay.sum_fits = answer.sum_fits();
  return relay;
}

core::Milliseconds seconds(AnswerReader& answer) {
  constexpr std::int64_t kMillisecondsPerSecond = 1000;
  constexpr std::uint64_t kMax32 = 0xFFFF'FFFF;
  return core::Milliseconds{static_cast<std::int64_t>(answer.next(kMax32)) *
                            kMillisecondsPerSecond};
}

PublicAnswer read_log_clock(AnswerReader& answer, PublicRead /*read*/, std::string_view /*line*/) {
  PublicLogClock clock{.time = seconds(answer)};
  clock.sum_fits = answer.sum_fits();
  return clock;
}

PublicAnswer read_log(AnswerReader& answer, PublicRead read, std::string_view /*line*/) {
  using enum PublicLogType;
  PublicLogEntry entry{.number = read.number, .time = seconds(answer)};
  entry.type = static_cast<PublicLogType>(answer.byte());
  entry.raw = static_cast<std::uint32_t>(answer.next(kMax16));
  const auto raw = static_cast<std::int32_t>(entry.raw);
  switch (entry.type) {
    case v_low:
    case v_high: entry.voltage = core::Millivolts{raw * kMillivoltsPerStep}; break;
    case t_low_charge:
    case t_high:
    case t_low_discharge:
      entry.temperature = core::MilliCelsius{raw * kMilliCelsiusPerStep + kMilliCelsiusAtStep0};
      break;
    default: break;
  }
  entry.cell = answer.byte();
  entry.sum_fits = answer.sum_fits();
  return entry;
}

PublicAnswer read_history(AnswerReader& answer, PublicRead read, std::string_view /*line*/) {
  constexpr std::uint8_t kPercentMax = 100;  // 255 is an empty place
  PublicHistory history{.number = read.number, .index = answer.byte()};
  answer.separator();
  for (std::optional<core::Percent>& place : history.soc) {
    const std::uint8_t soc = answer.two_digits();
    if (soc <= kPercentMax) place = core::Percent{soc};
  }
  history.sum_fits = answer.sum_fits();
  return history;
}

// In the order of PublicReadKind.
struct ReadRow {
  std::string_view name;
  int count;  // of numbers behind the name; 0: no number
  PublicAnswer (*decode)(AnswerReader& answer, PublicRead read, std::string_view line);
};
constexpr std::array<ReadRow, 8> kReads{{
    {"V", 0, read_version},
    {"S1", 0, read_settings_1},
    {"S2", 0, read_settings_2},
    {"S3", 0, read_settings_3},
    {"SRY", 2, read_relay},
    {"TS", 0, read_log_clock},
    {"L", 10, read_log},
    {"H", 14, read_history},
}};

template <std::size_t Count>
bool any_shows(std::string_view line, const std::array<register_map::Field, Count>& layout,
               RegisterWrite write) {
  AnswerReader answer{line};
  return Registers{answer, layout}.shows(write);
}

// The two parts of S2@ as one.
constexpr auto kWholeSettings2 = [] {
  std::array<register_map::Field,
             register_map::kSettings2.size() + register_map::kSettings2More.size()>
      whole{};
  std::ranges::copy(register_map::kSettings2More,
                    std::ranges::copy(register_map::kSettings2, whole.begin()).out);
  return whole;
}();

void mark(KnownSettings& known, SettingId id) { known.known |= 1U << static_cast<unsigned>(id); }

}  // namespace

LineText encode_read(PublicRead read) {
  LineText text;
  const ReadRow& row = kReads[static_cast<std::size_t>(read.kind)];
  if (read.number != 0 && read.number >= row.count) return text;
  text.put(row.name);
  if (row.count > 0) text.hex(read.number, 1);
  text.put('@');
  return text;
}

core::Result<PublicAnswer, LineError> decode_read(PublicRead read, std::string_view line) {
  AnswerReader answer{line};
  const PublicAnswer decoded =
      kReads[static_cast<std::size_t>(read.kind)].decode(answer, read, line);
  if (!answer.ended()) return core::failure(LineError::wrong_field);
  return decoded;
}

bool shows(PublicReadKind kind, std::string_view line, RegisterWrite write) {
  switch (kind) {
    case PublicReadKind::settings_1: return any_shows(line, register_map::kSettings1, write);
    case PublicReadKind::settings_2: return any_shows(line, kWholeSettings2, write);
    case PublicReadKind::settings_3: return any_shows(line, register_map::kSettings3, write);
    default: return false;
  }
}

void learn(KnownSettings& known, const PublicSettings1& read) {
  using enum SettingId;
  known.settings.solar_peak_power = read.solar_peak_power;
  known.settings.inverter_peak_power = read.inverter_peak_power;
  known.settings.battery_capacity = read.battery_capacity;
  for (const SettingId id : {solar_peak_power, inverter_peak_power, battery_capacity}) {
    mark(known, id);
  }
  if (!read.pin) return;
  known.settings.pin = *read.pin;
  mark(known, pin);
}

void learn(KnownSettings& known, const PublicSettings2& read) {
  using enum SettingId;
  known.settings.v_min = read.v_min;
  known.settings.v_max = read.v_max;
  known.settings.t_min = read.t_min_charge;
  known.settings.t_max = read.t_max;
  known.settings.charge_restart = read.charge_restart;
  known.settings.discharge_restart = read.discharge_restart;
  for (const SettingId id : {v_min, v_max, t_min, t_max, charge_restart, discharge_restart}) {
    mark(known, id);
  }
  if (!read.more) return;
  known.settings.nominal_cell_voltage = read.more->v_nominal;
  known.settings.v_min_hysteresis = read.more->v_min_hysteresis;
  known.settings.v_max_hysteresis = read.more->v_max_hysteresis;
  for (const SettingId id : {nominal_cell_voltage, v_min_hysteresis, v_max_hysteresis}) {
    mark(known, id);
  }
}

void learn(KnownSettings& known, const PublicSettings3& read) {
  known.settings.restart_delay = read.charge_restart_delay;
  mark(known, SettingId::restart_delay);
}

void learn(KnownSettings& known, const SettingsLine& read) {
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == SettingId::pin) continue;
    row.set(known.settings, row.get(read.settings));
    mark(known, row.id);
  }
}

}  // namespace cellwarden::protocol
