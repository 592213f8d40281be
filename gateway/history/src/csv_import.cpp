// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/history/csv_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "cellwarden/history/series.hpp"
#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/problem.hpp"
#include "utc_text.hpp"

namespace cellwarden::history {

namespace {

constexpr std::size_t kLineMax = 65'536;

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> fields;
  while (true) {
    const std::size_t comma = line.find(',');
    fields.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

// Bits of Sample::warnings.
std::optional<unsigned> warning_bit(Quantity quantity) {
  if (quantity < Quantity::warning_e || quantity > Quantity::warning_tl) return std::nullopt;
  return static_cast<unsigned>(quantity) - static_cast<unsigned>(Quantity::warning_e);
}

// One row on its way to become a sample.
struct Row {
  Sample sample;
  std::vector<CellSample> cells;
  std::optional<std::int64_t> cell_count;
};

template <class T>
bool put(std::optional<T>& to, std::int64_t value) {
  if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) return false;
  to = static_cast<T>(value);
  return true;
}

bool put_cell(Row& row, Series series, std::int64_t value) {
  CellSample& cell = row.cells[series.cell - 1U];
  if (series.quantity == Quantity::cell_v) return put(cell.mv, value);
  if (series.quantity == Quantity::cell_c) return put(cell.decicelsius, value);
  cell.bypass = value != 0;
  return true;
}

bool put_value(Row& row, Series series, std::int64_t value) {
  Sample& sample = row.sample;
  if (const auto bit = warning_bit(series.quantity)) {
    if (value != 0) sample.warnings |= static_cast<std::uint8_t>(1U << *bit);
    return true;
  }
  switch (series.quantity) {
    case Quantity::soc: return put(sample.soc_mpercent, value);
    case Quantity::pack_v: return put(sample.pack_mv, value);
    case Quantity::battery_a: return put(sample.battery_ma, value);
    case Quantity::current_in_a: return put(sample.current_in_ma, value);
    case Quantity::current_out_a: return put(sample.current_out_ma, value);
    case Quantity::stored_wh: return put(sample.stored_wh, value);
    case Quantity::energy_in_wh: return put(sample.energy_in_wh_total, value);
    case Quantity::energy_out_wh: return put(sample.energy_out_wh_total, value);
    case Quantity::cell_count: return put(row.cell_count, value);
    case Quantity::charge_closed: sample.charge_closed = value != 0; return true;
    case Quantity::load_closed: sample.load_closed = value != 0; return true;
    case Quantity::soc_calibrated: sample.soc_calibrated = value != 0; return true;
    case Quantity::good: sample.good = value != 0; return true;
    case Quantity::simulated: sample.simulated = value != 0; return true;
    default: return put_cell(row, series, value);
  }
}

}  // namespace

class CsvImport::Impl {
 public:
  Impl(History& history, std::string_view pack) : backfill_{history.backfill(pack)} {}

  bool feed(std::string_view piece) {
    while (!failed_ && !piece.empty()) {
      const std::size_t end = piece.find('\n');
      line_ += piece.substr(0, end);
      if (line_.size() > kLineMax) return fail("a line is longer than 65,536 characters");
      if (end == std::string_view::npos) return true;
      piece.remove_prefix(end + 1);
      take_line();
    }
    return !failed_;
  }

  bool finish() {
    if (!failed_ && !line_.empty()) take_line();
    if (!failed_ && series_.empty()) return fail("there is no line of names");
    if (!failed_ && backfill_.finish() != Stored::stored) fail("the history cannot be written");
    count();
    return !failed_;
  }

  [[nodiscard]] const CsvCounts& counts() const { return counts_; }

 private:
  bool fail(const std::string& why) {
    failed_ = true;
    counts_.first_problem = fmt::format("line {}: {}", number_ + 1, why);
    return false;
  }

  void count() {
    counts_.added = backfill_.added();
    counts_.known_before = backfill_.known_before();
  }

  void take_line() {
    if (!line_.empty() && line_.back() == '\r') line_.pop_back();
    if (series_.empty()) {
      read_names();
    } else if (!line_.empty()) {
      take_row();
    }
    line_.clear();
    ++number_;
  }

  void read_names() {
    const std::vector<std::string_view> names = split(line_);
    if (names.front() != "time" || names.size() < 2) {
      fail("the first line must name the columns, \"time\" first: is this a file of cellwarden?");
      return;
    }
    for (const std::string_view name : std::vector(names.begin() + 1, names.end())) {
      const std::optional<Series> series = parse_series(name);
      if (!series) {
        fail(fmt::format("there is no series {}", words::in_quotes(name)));
        return;
      }
      series_.push_back(*series);
      cells_ = std::max<std::size_t>(cells_, series->cell);
    }
  }

  void take_row() {
    ++counts_.rows;
    Row row;
    if (const std::optional<std::string> problem = read_row(row)) {
      ++counts_.unreadable;
      if (counts_.first_problem.empty()) {
        counts_.first_problem = fmt::format("line {}: {}", number_ + 1, *problem);
      }
      return;
    }
    row.sample.cells = row.cells;
    const Stored done = backfill_.add(row.sample);
    if (done == Stored::refused) ++counts_.unreadable;
    if (done == Stored::waiting) fail("the history cannot be written");
    count();
  }

  std::optional<std::string> read_row(Row& row) const {
    const std::vector<std::string_view> fields = split(line_);
    if (fields.size() != series_.size() + 1) return "it has not as many fields as the first line";
    const std::optional<std::int64_t> time = parse_utc(fields.front());
    if (!time) return fmt::format("{} is no time", words::in_quotes(fields.front()));
    row.sample.time_ms = *time;
    row.cells.resize(cells_);
    for (std::size_t i = 0; i < series_.size(); ++i) {
      const SeriesRow& about = row_of(series_[i].quantity);
      const words::Decimal number = words::parse_decimal(fields[i + 1], about.decimals);
      if (about.derived || number.kind == words::DecimalKind::empty) continue;
      if (number.kind != words::DecimalKind::number || !put_value(row, series_[i], number.scaled)) {
        return fmt::format("{} is no {}", words::in_quotes(fields[i + 1]), about.name);
      }
    }
    if (!row.cell_count) return std::nullopt;
    if (*row.cell_count < 0 || *row.cell_count > static_cast<std::int64_t>(kMaxCells)) {
      return "there are 0 to 255 cells";
    }
    row.cells.resize(static_cast<std::size_t>(*row.cell_count));
    return std::nullopt;
  }

  Backfill backfill_;
  CsvCounts counts_;
  std::string line_;
  std::uint64_t number_{0};
  std::vector<Series> series_;
  std::size_t cells_{0};
  bool failed_{false};
};

CsvImport::CsvImport(History& history, std::string_view pack)
    : impl_{std::make_unique<Impl>(history, pack)} {}
CsvImport::~CsvImport() = default;

bool CsvImport::feed(std::string_view piece) { return impl_->feed(piece); }
bool CsvImport::finish() { return impl_->finish(); }
const CsvCounts& CsvImport::counts() const { return impl_->counts(); }

}  // namespace cellwarden::history
