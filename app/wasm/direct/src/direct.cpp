// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/direct/direct.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "cellwarden/gateway/settings_view.hpp"
#include "cellwarden/gateway/status_json.hpp"

namespace cellwarden::direct {

using core::Milliseconds;
using nlohmann::json;

namespace {

// As the gateway's Pack: what a cycle tells is judged as a whole, and what grows old in any case.
constexpr Milliseconds kRest{15};
constexpr Milliseconds kLongestRest{250};
constexpr Milliseconds kGrowsOld{1'500};
constexpr Milliseconds kLoginLook{50};

}  // namespace

Direct::Direct(std::string id, std::string name, std::string place)
    : talk_{gateway::LinkKind::bluetooth, std::move(place), {}, [this] { changed(); }} {
  info_.id = std::move(id);
  info_.name = std::move(name);
}

void Direct::open(bool ours, Moment now) {
  now_ = now;
  talk_.connect(now.lines(), !ours);
}

void Direct::lost(const std::string& sentence, Moment now) {
  now_ = now;
  talk_.lost(sentence, now.lines());
  tick(now);
}

void Direct::let_go(Moment now) {
  now_ = now;
  talk_.let_go(now.lines());
  tick(now);
}

void Direct::hear(std::span<const std::uint8_t> bytes, Moment now) {
  now_ = now;
  talk_.receive(bytes, now.lines());
}

void Direct::tick(Moment now) {
  now_ = now;
  if (talk_.connected()) talk_.tick(now.lines());
  watch_login();
  if (now.steady >= judge_at_) judge(now);
}

void Direct::changed() {
  if (!changed_since_) changed_since_ = now_.steady;
  Milliseconds rest = kRest;
  if (talk_.telling() == gateway::Telling::begun) rest = kLongestRest;
  if (talk_.telling() == gateway::Telling::done || !talk_.connected()) rest = Milliseconds{0};
  judge_at_ = std::min(now_.steady + rest, *changed_since_ + kLongestRest);
}

void Direct::judge(Moment now) {
  const gateway::Observation* const seen = &talk_.observation();
  status_ = gateway::judge({&seen, 1}, now.steady);
  news_ |= kNewPack;
  if (changed_since_) news_ |= kFreshPack;
  changed_since_.reset();
  judge_at_ = now.steady + kGrowsOld;
  for (history::Event& event : happenings_.compare(status_, now.wall)) {
    events_.push_back(std::move(event));
  }
  // The board stamps its events with its own clock.
  const auto& clock = seen->clock;
  if (clock && clock->value.running) {
    const Milliseconds read_at = now.wall - (now.steady - clock->at);
    for (const protocol::EventLine& line : talk_.take_events()) {
      events_.push_back(gateway::board_event(line.event, *clock->value.running, read_at));
    }
  }
  if (!events_.empty()) news_ |= kNewEvents;
}

Milliseconds Direct::wake_at() const {
  Milliseconds at = judge_at_;
  const auto lines = talk_.connected() ? talk_.wake_at() : std::nullopt;
  if (lines) at = std::min(at, *lines);
  return login_ ? std::min(at, now_.steady + kLoginLook) : at;
}

std::uint32_t Direct::news() { return std::exchange(news_, 0); }

json Direct::pack(Moment now) const {
  const gateway::LinkReport link = talk_.report();
  return gateway::pack_json(info_, status_, {&link, 1}, now.times());
}

json Direct::settings(Moment now) const {
  return gateway::settings_view({.settings = talk_.observation().settings,
                                 .status = status_,
                                 .session = &talk_.session(),
                                 .unproven_writes = unproven_,
                                 .accepted_pin = talk_.accepted_pin(),
                                 .pin_locked_for = core::lock_left(guard_, now.steady),
                                 .now = now.times(),
                                 .local = now.local});
}

json Direct::take_events() {
  json made = json::array();
  for (const history::Event& event : std::exchange(events_, {})) {
    made.push_back(gateway::event_json(info_.id, event));
  }
  return made;
}

}  // namespace cellwarden::direct
