// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/history/history.hpp"

#include <string>
#include <utility>
#include <vector>

#include "writer.hpp"

namespace cellwarden::history {

class Backfill::Impl {
 public:
  Impl(History::Impl& history, std::string pack) : history_{history}, pack_{std::move(pack)} {}

  Stored add(const Sample& sample) {
    if (sample.time_ms < kTimeMin_ms || sample.time_ms >= kTimeEnd_ms ||
        sample.cells.size() > kMaxCells) {
      history_.count_refused("a reading of the past was refused: time or cells are not plausible");
      return Stored::refused;
    }
    const bool full = samples_.rows() != 0 &&
                      (samples_.rows() == kMaxRows ||
                       window_of(kRaw, samples_.time(0)) != window_of(kRaw, sample.time_ms));
    const Stored done = full ? finish() : Stored::stored;
    if (done == Stored::stored) samples_.add(sample);
    return done;
  }

  Stored finish() {
    if (samples_.rows() == 0) return Stored::stored;
    const std::vector<bool> known = history_.known_times(pack_, samples_);
    SampleTable fresh;
    std::vector<CellSample> cells;
    for (std::size_t row = 0; row < known.size(); ++row) {
      if (!known[row]) fresh.add(samples_.sample(row, cells));
    }
    if (fresh.rows() != 0 && !history_.add_block(pack_, fresh)) return Stored::waiting;
    added_ += fresh.rows();
    known_before_ += samples_.rows() - fresh.rows();
    samples_.clear();
    return Stored::stored;
  }

  [[nodiscard]] std::uint64_t added() const { return added_; }
  [[nodiscard]] std::uint64_t known_before() const { return known_before_; }

 private:
  History::Impl& history_;
  std::string pack_;
  SampleTable samples_;
  std::uint64_t added_{0};
  std::uint64_t known_before_{0};
};

Backfill::Backfill(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Backfill::Backfill(Backfill&&) noexcept = default;
Backfill& Backfill::operator=(Backfill&&) noexcept = default;
Backfill::~Backfill() = default;

Stored Backfill::add(const Sample& sample) { return impl_->add(sample); }
Stored Backfill::finish() { return impl_->finish(); }
std::uint64_t Backfill::added() const { return impl_->added(); }
std::uint64_t Backfill::known_before() const { return impl_->known_before(); }

History::History(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

History History::open(const std::string& path, const Options& options) {
  return History{std::make_unique<Impl>(path, options)};
}

Stored History::append(std::string_view pack, const Sample& sample) {
  return impl_->append(pack, sample);
}

Stored History::add_event(std::string_view pack, const Event& event) {
  return impl_->add(pack, event);
}

Stored History::add_settings_change(std::string_view pack, const SettingsChange& change) {
  return impl_->add(pack, change);
}

Backfill History::backfill(std::string_view pack) {
  return Backfill{std::make_unique<Backfill::Impl>(*impl_, std::string{pack})};
}

bool History::flush() { return impl_->flush(); }
void History::retain(std::int64_t now_ms) { impl_->retain(now_ms); }
void History::close() { impl_->close(); }
Health History::health() const { return impl_->health(); }
const std::string& History::path() const { return impl_->path(); }

}  // namespace cellwarden::history
