// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/pack.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <utility>

#include "cellwarden/gateway/clock.hpp"

namespace cellwarden::gateway {

namespace {

using std::chrono::milliseconds;
// Where a link does not say that a cycle is told, it is when no more has come for a moment.
constexpr milliseconds kRest{15};
constexpr core::Milliseconds kLongestRest{250};
constexpr milliseconds kGrowsOld{1500};  // longer than a cycle: one message a cycle to live readers

milliseconds rest_after(Telling telling) {
  switch (telling) {
    case Telling::unknown: break;
    case Telling::begun: return milliseconds{kLongestRest.count()};
    case Telling::done: return milliseconds{0};
  }
  return kRest;
}

}  // namespace

// The timers of a pack.
class Pack::Rest {
 public:
  explicit Rest(boost::asio::io_context& io) : quiet{io}, old{io} {}
  boost::asio::steady_timer quiet;
  boost::asio::steady_timer old;
  std::optional<core::Milliseconds> since;  // the first change that is not judged yet
  bool followed{false};                     // something of a link that follows is not judged yet
  // A timer that has just run out is heard even after the pack is gone.
  std::shared_ptr<int> alive{std::make_shared<int>()};
};

Pack::Pack(boost::asio::io_context& io, PackInfo info, std::vector<std::unique_ptr<Link>> links)
    : info_{std::move(info)}, links_{std::move(links)}, rest_{std::make_unique<Rest>(io)} {
  look();
}

Pack::~Pack() = default;

void Pack::start(Judged judged) {
  judged_ = std::move(judged);
  for (std::size_t i = 0; i < links_.size(); ++i) {
    links_[i]->start([this, i] { changed(i); });
  }
  judge_now(false);
}

void Pack::let_go() {
  for (const auto& link : links_) link->let_go();
}

void Pack::take_up() {
  for (const auto& link : links_) link->take_up();
}

bool Pack::follows(std::size_t link) const {
  const auto up = [](const auto& it) { return it->report().state == LinkState::up; };
  return std::any_of(links_.begin(), links_.begin() + static_cast<std::ptrdiff_t>(link), up);
}

void Pack::changed(std::size_t link) {
  if (follows(link)) {
    rest_->followed = true;
    return;
  }
  const core::Milliseconds now = steady_now();
  if (!rest_->since) rest_->since = now;
  if (now - *rest_->since >= kLongestRest) {
    judge_now(true);
    return;
  }
  rest_->quiet.expires_after(rest_after(links_[link]->telling()));
  rest_->quiet.async_wait(
      [this, alive = std::weak_ptr{rest_->alive}](const boost::system::error_code& error) {
        if (!error && !alive.expired()) judge_now(true);
      });
}

void Pack::judge_now(bool fresh) {
  rest_->since.reset();
  rest_->followed = false;
  rest_->quiet.cancel();
  look();
  judged_(*this, fresh);
  rest_->old.expires_after(kGrowsOld);
  rest_->old.async_wait(
      [this, alive = std::weak_ptr{rest_->alive}](const boost::system::error_code& error) {
        if (!error && !alive.expired()) judge_now(rest_->followed);
      });
}

void Pack::look() {
  std::vector<const Observation*> seen;
  seen.reserve(links_.size());
  for (const auto& link : links_) seen.push_back(&link->observation());
  judged_at_ = steady_now();
  status_ = judge(seen, judged_at_);
}

void Pack::refresh() { judge_now(rest_->since.has_value() || rest_->followed); }

std::vector<LinkReport> Pack::links() const {
  std::vector<LinkReport> reports;
  reports.reserve(links_.size());
  for (const auto& link : links_) reports.push_back(link->report());
  return reports;
}

LinesLink* Pack::lines() const {
  for (const auto& link : links_) {
    if (LinesLink* lines = link->lines()) return lines;
  }
  return nullptr;
}

std::vector<protocol::EventLine> Pack::take_events() {
  std::vector<protocol::EventLine> all;
  for (const auto& link : links_) {
    const auto events = link->take_events();
    all.insert(all.end(), events.begin(), events.end());
  }
  return all;
}

std::vector<LogEntry> Pack::take_log() {
  std::vector<LogEntry> all;
  for (const auto& link : links_) {
    const auto entries = link->take_log();
    all.insert(all.end(), entries.begin(), entries.end());
  }
  return all;
}

core::PinVerdict Pack::check_pin(std::uint16_t pin) {
  const LinesLink* link = lines();
  const auto right = link != nullptr ? link->accepted_pin() : std::nullopt;
  if (!right) return core::PinVerdict::wrong;
  return core::try_pin(guard_, pin, *right, steady_now());
}

core::Milliseconds Pack::pin_locked_for() const { return core::lock_left(guard_, steady_now()); }

}  // namespace cellwarden::gateway
