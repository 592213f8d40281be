// SPDX-License-Identifier: Apache-2.0
#include "csv_download.hpp"

#include <algorithm>
#include <utility>

#include "time_text.hpp"

namespace cellwarden::api {

namespace {

// Each piece begins with a search for its place in the file, so it should be worth it.
constexpr std::size_t kPiece = std::size_t{1} << 20U;

// The series of a line of names, "time,soc,cell_v/1", so that later pieces have the same columns.
std::vector<history::Series> series_of(std::string_view names) {
  std::vector<history::Series> series;
  while (!names.empty()) {
    const auto comma = std::min(names.find(','), names.size());
    if (const auto parsed = history::parse_series(names.substr(0, comma))) {
      series.push_back(*parsed);
    }
    names.remove_prefix(std::min(comma + 1, names.size()));
  }
  return series;
}

}  // namespace

CsvDownload::CsvDownload(const std::string& file, std::string pack,
                         std::vector<history::Series> series, std::int64_t from_ms,
                         std::int64_t to_ms)
    : reader_{file},
      pack_{std::move(pack)},
      series_{std::move(series)},
      from_ms_{from_ms},
      to_ms_{to_ms} {}

web::Chunk CsvDownload::next(std::string& chunk) {
  bool all = true;
  reader_.export_csv(pack_, series_, from_ms_, to_ms_, [&](std::string_view piece) {
    chunk.append(piece);
    all = chunk.size() < kPiece;
    return all;
  });
  const auto names_end = std::min(chunk.find('\n'), chunk.size());
  if (series_.empty()) series_ = series_of(std::string_view{chunk}.substr(0, names_end));
  if (std::exchange(begun_, true)) chunk.erase(0, std::min(names_end + 1, chunk.size()));
  if (all) return web::Chunk::end;
  // Whole lines only; the next piece begins behind the last one.
  chunk.resize(chunk.rfind('\n') + 1);
  if (chunk.size() < 2) return web::Chunk::failed;
  const auto line = chunk.rfind('\n', chunk.size() - 2) + 1;
  const auto comma = std::min(chunk.find(',', line), chunk.size() - 1);
  const auto last = parse_time(std::string_view{chunk}.substr(line, comma - line));
  if (!last || *last < from_ms_) return web::Chunk::failed;
  from_ms_ = *last + 1;
  return web::Chunk::more;
}

}  // namespace cellwarden::api
