// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "cellwarden/words/decimal.hpp"
#include "reader.hpp"
#include "utc_text.hpp"

namespace cellwarden::history {

namespace {

constexpr std::size_t kPieceBytes = 65'536;

}  // namespace

std::uint64_t HistoryReader::export_csv(std::string_view pack, std::span<const Series> series,
                                        std::int64_t from_ms, std::int64_t to_ms,
                                        const TextCallback& callback) const {
  std::vector<Series> chosen{series.begin(), series.end()};
  if (chosen.empty()) {
    chosen = stored_series(static_cast<int>(impl_->cells_in(pack, from_ms, to_ms)));
  }
  std::string text = "time";
  for (const Series one : chosen) text += "," + series_name(one);
  text += "\n";
  std::uint64_t count = 0;
  bool wanted = true;
  const auto window = [&](const SampleTable& samples, std::span<const std::size_t> rows) {
    std::vector<Column> columns;
    columns.reserve(chosen.size());
    for (const Series one : chosen) columns.push_back(samples.series(one));
    for (const std::size_t row : rows) {
      append_utc(text, samples.time(row));
      for (std::size_t i = 0; i < columns.size(); ++i) {
        text += ',';
        if (!columns[i].has(row)) continue;
        words::append_decimal(text, columns[i].values[row], row_of(chosen[i].quantity).decimals);
      }
      text += '\n';
      ++count;
      if (text.size() < kPieceBytes) continue;
      wanted = callback(text);
      text.clear();
      if (!wanted) return false;
    }
    return true;
  };
  impl_->for_each_window(pack, from_ms, to_ms, parts_wanted(chosen), window);
  if (wanted && !text.empty()) callback(text);
  return count;
}

}  // namespace cellwarden::history
