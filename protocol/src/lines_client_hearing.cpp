// SPDX-License-Identifier: Apache-2.0
// What the client makes of a line: the echo, a record, an answer, or nothing it knows.
#include <algorithm>
#include <array>

#include "cellwarden/protocol/lines_client.hpp"
#include "lines_framing.hpp"
#include "lines_read_back.hpp"

namespace cellwarden::protocol {

namespace {

constexpr std::uint8_t kBell = 7;
constexpr std::string_view kEnquiry = "\x05";

bool printable(std::string_view line) {
  return std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; });
}

struct Decoded {
  LineNews news;
  std::optional<LineError> error;
};

template <class Record>
Decoded live(std::string_view line, Generation generation) {
  const core::Result<Record, LineError> record = decode_line<Record>(line, generation);
  if (!record) return {.news = {}, .error = record.error()};
  return {.news = *record, .error = {}};
}

template <class Record>
Decoded extension(std::string_view line, Generation /*generation*/) {
  const core::Result<Record, LineError> record = decode_extension<Record>(line);
  if (!record) return {.news = {}, .error = record.error()};
  return {.news = *record, .error = {}};
}

struct RecordRow {
  char letter;
  Decoded (*decode)(std::string_view line, Generation generation);
};

constexpr std::array<RecordRow, 8> kLive{{
    {'U', live<PackRecord>},
    {'V', live<VoltagesRecord>},
    {'T', live<TemperaturesRecord>},
    {'C', live<CellRecord>},
    {'E', live<EnergyRecord>},
    {'M', live<TotalsRecord>},
    {'H', live<HealthRecord>},
    {'B', live<ChargedRecord>},
}};

// By the letter behind the X.
constexpr std::array<RecordRow, 14> kExtensions{{
    {'V', extension<VersionLine>},
    {'A', extension<AccessLine>},
    {'P', extension<PackLine>},
    {'C', extension<CellsLine>},
    {'I', extension<CurrentsLine>},
    {'Q', extension<ChargeLine>},
    {'W', extension<WarningsLine>},
    {'R', extension<ReasonLine>},
    {'B', extension<OutputsLine>},
    {'L', extension<EventLine>},
    {'T', extension<ClockLine>},
    {'O', extension<OffsetLine>},
    {'S', extension<SettingsLine>},
    {'F', extension<RefusalLine>},
}};

const RecordRow* find_row(std::span<const RecordRow> rows, char letter) {
  for (const RecordRow& row : rows) {
    if (row.letter == letter) return &row;
  }
  return nullptr;
}

struct Word {
  std::string_view text;
  LineResult result;
};
constexpr std::array<Word, 4> kWords{{
    {"OK", LineResult::ok},
    {"KO", LineResult::refused},
    {"NA", LineResult::not_authorised},
    {"WRONG", LineResult::not_authorised},  // one source: to a wrong PIN
}};

template <class... Answers>
LineNews news_of(const std::variant<Answers...>& answer) {
  LineNews news;
  (..., [&] {
    if (const auto* one = std::get_if<Answers>(&answer)) news = *one;
  }());
  return news;
}

}  // namespace

void LinesClient::hear_byte(std::uint8_t byte, Report report) {
  const auto c = static_cast<char>(byte);
  if (c == '$' || c == '\n') return;
  if (c == kLineEnd) return hear_line(report);
  if (byte == kBell) return hear_bell(report);
  if (!skipping_ && !line_.push_back(c)) skipping_ = true;
}

void LinesClient::hear_line(Report report) {
  const core::FixedList<char, kMaxLine> line = line_;
  const bool too_long = skipping_;
  line_.clear();
  skipping_ = false;
  if (line.empty()) return;
  ++counters_.lines;
  last_line_ = now_;
  if (too_long) {
    ++counters_.too_long;
    return;
  }
  sort({line.begin(), line.size()}, report);
}

// A sister product of the real one answers a line that it does not know with its echo and BEL.
void LinesClient::hear_bell(Report report) {
  const std::string_view line{line_.begin(), line_.size()};
  if (exchange_.waiting && line == exchange_.line.view()) exchange_.echoed = true;
  const bool whole = line.empty() || line == exchange_.line.view();
  if (skipping_ || !whole || !may_be_answer()) {
    if (!skipping_ && !line_.push_back(static_cast<char>(kBell))) skipping_ = true;
    return;
  }
  line_.clear();
  last_line_ = now_;
  finish(LineResult::not_understood, report);
}

void LinesClient::sort(std::string_view line, Report report) {
  if (line == kEnquiry) return;
  if (exchange_.waiting && !exchange_.echoed && line == exchange_.line.view()) {
    exchange_.echoed = true;
    echoes_ = true;
    return;
  }
  if (!printable(line)) {
    ++counters_.broken;
    return;
  }
  if (line.front() == kExtensionLetter) return hear_extension(line, report);
  if (hear_record(line, report) || hear_verdict(line, report) || hear_answer(line, report)) return;
  ++counters_.broken;
}

void LinesClient::hear_extension(std::string_view line, Report report) {
  const RecordRow* row = line.size() < 2 ? nullptr : find_row(kExtensions, line[1]);
  const Decoded decoded = row == nullptr ? Decoded{.news = {}, .error = LineError::other_record}
                                         : row->decode(line, Generation::three);
  if (decoded.error) {
    ++(*decoded.error == LineError::wrong_check ? counters_.wrong_check : counters_.broken);
    return;
  }
  if (exchange_.waiting && row->letter == exchange_.record) exchange_.record_came = true;
  if (const auto* version = std::get_if<VersionLine>(&decoded.news)) note(*version);
  if (const auto* access = std::get_if<AccessLine>(&decoded.news)) note(*access);
  if (const auto* set = std::get_if<SettingsLine>(&decoded.news))
    exchange_.settings = set->settings;
  if (const auto* no = std::get_if<RefusalLine>(&decoded.news)) exchange_.reason = no->error;
  tell_session(report);
  report(decoded.news);
}

// True: it has been dealt with. Some letters of records are hexadecimal digits too, but no answer
// begins with a field of one digit.
bool LinesClient::hear_record(std::string_view line, Report report) {
  const RecordRow* row =
      line.size() < 2 || line[1] != kFieldSeparator ? nullptr : find_row(kLive, line.front());
  if (row == nullptr) return false;
  const Decoded decoded = row->decode(line, session_.generation.value_or(Generation::three));
  if (decoded.error) {
    ++counters_.broken;
    return true;
  }
  if (const auto* cell = std::get_if<CellRecord>(&decoded.news)) note(*cell);
  tell_session(report);
  // The scale of currents depends on the generation; the cells of this cycle will tell it.
  const bool current = std::holds_alternative<PackRecord>(decoded.news);
  if (!current || session_.generation) report(decoded.news);
  return true;
}

// Nobody answers what has not left yet. And a device that echoes does so first: what comes before
// its echo answers an older line.
bool LinesClient::may_be_answer() const {
  return exchange_.waiting && unsent_ == 0 && (exchange_.echoed || !echoes_);
}

bool LinesClient::hear_verdict(std::string_view line, Report report) {
  const Word* word = std::ranges::find(kWords, line, &Word::text);
  if (word == kWords.end()) return false;
  if (!may_be_answer()) {
    ++counters_.stray_answers;
    return true;
  }
  LineResult result = word->result;
  const bool no_record = exchange_.record != 0 && !exchange_.record_came;
  if (result == LineResult::ok && (exchange_.read || no_record)) {
    result = LineResult::not_understood;
  }
  finish(result, report);
  return true;
}

// What looks like one is one, even if it makes no sense: waiting would bring no better one.
bool LinesClient::hear_answer(std::string_view line, Report report) {
  if (!hex_digit(line.front()) || std::ranges::find(line, kFieldSeparator) == line.end()) {
    return false;
  }
  if (!may_be_answer() || !exchange_.read) {
    ++counters_.stray_answers;
    return true;
  }
  const auto answer = decode_read(*exchange_.read, line);
  if (!answer) {
    ++counters_.broken;
    finish(LineResult::not_understood, report);
    return true;
  }
  if (const auto* version = std::get_if<PublicVersion>(&*answer)) note(*version);
  if (item_) {
    if (const auto* writes = std::get_if<RegisterWrites>(&item_->what)) {
      exchange_.written_shows = std::ranges::all_of(writes->writes, [&](RegisterWrite write) {
        return shows(exchange_.read->kind, line, write);
      });
    }
  }
  report(news_of(*answer));
  finish(LineResult::ok, report);
  return true;
}

void LinesClient::note(const VersionLine& line) {
  session_.generation = line.generation;
  session_.firmware = line.firmware;
}

void LinesClient::note(const AccessLine& line) {
  session_.lock_left = line.lock_left;
  // The button set the PIN back, or the board began anew.
  if (logged_in() && !line.logged_in) login_wanted_ = true;
}

void LinesClient::note(const CellRecord& record) {
  if (session_.generation) return;
  session_.generation = record.status_2 ? Generation::three : Generation::one_or_two;
}

void LinesClient::note(const PublicVersion& version) {
  if (ours()) return;
  session_.generation = version.generation;
  session_.firmware = version.firmware;
}

}  // namespace cellwarden::protocol
