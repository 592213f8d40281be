// SPDX-License-Identifier: Apache-2.0
#include "settings_apply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/protocol/lines_register_writes.hpp"
#include "settings_view.hpp"

namespace cellwarden::api {

using nlohmann::json;
using protocol::LineOutcome;

namespace {

void note(const Shared& api, const gateway::Pack& pack, const SettingChange& change,
          const std::string& who) {
  const core::SettingRow& row = setting_row(change.id);
  history::SettingsChange noted;
  noted.time_ms = gateway::wall_now().count();
  noted.setting = row.name;
  noted.before = value_text(row, change.before);
  noted.after = value_text(row, change.after);
  noted.who = who;
  noted.simulated = pack.info().simulated;
  api->gateway.note_settings_change(pack.info().id, std::move(noted));
}

web::Response applied(const gateway::Pack& pack, const std::vector<SettingChange>& changes) {
  json body = settings_view(pack, pack.lines()->observation().settings);
  body["changes"] = changes_json(changes);
  return answer(body);
}

// The board said which setting it does not like (XF).
web::Response refused_by_board(const Refusal& refusal, const LineOutcome& outcome) {
  json error{{"code", refusal.code}, {"sentence", refusal.sentence}};
  if (outcome.reason && outcome.reason->id != core::SettingId::v_bypass) {
    const core::SettingRow& row = setting_row(outcome.reason->id);
    error["setting"] = row.name;
    error["sentence"] = fmt::format("The pack refused {}; nothing has changed.", row.name);
  }
  return answer({{"error", std::move(error)}}, refusal.status);
}

bool equal(const core::Settings& a, const core::Settings& b) {
  return std::ranges::all_of(core::setting_rows(), [&](const core::SettingRow& row) {
    return row.id == core::SettingId::pin || row.get(a) == row.get(b);
  });
}

void apply_whole(const Shared& api, gateway::Pack& pack, const web::Responder& responder,
                 const StagedChange& staged, const std::string& who, const Turn& turn) {
  protocol::LineCommand command;
  command.action = protocol::LineAction::write_settings;
  command.settings = staged.after;
  const auto finish = [api, &pack, responder, staged, who, turn](const LineOutcome& outcome) {
    if (const auto refusal = refusal_of(outcome)) {
      return responder.send(refused_by_board(*refusal, outcome));
    }
    const auto& read = pack.lines()->observation().settings;
    if (!read || !equal(read->value.settings, staged.after)) {
      const LineOutcome differs{outcome.ticket, protocol::LineResult::not_confirmed, {}};
      return responder.send(answer(*refusal_of(differs)));
    }
    for (const SettingChange& change : staged.changes) note(api, pack, change, who);
    responder.send(applied(pack, staged.changes));
  };
  if (!pack.lines()->command(command, finish)) responder.send(answer(cannot_queue()));
}

// One register after the other; the first that fails ends it.
class Registers : public std::enable_shared_from_this<Registers> {
 public:
  Registers(Shared api, gateway::Pack& pack, web::Responder responder, StagedChange staged,
            core::Millivolts v_bypass, std::string who, Turn turn)
      : api_{std::move(api)},
        pack_{pack},
        responder_{std::move(responder)},
        left_{std::move(staged.changes)},
        set_{staged.before},
        v_bypass_{v_bypass},
        who_{std::move(who)},
        turn_{std::move(turn)} {}

  void go_on() {
    if (left_.empty()) return responder_.send(applied(pack_, written_));
    // T-min before T-max or after it: one of both orders never crosses them.
    for (std::size_t i = 0; i < left_.size(); ++i) {
      const auto writes = protocol::register_writes(set_, v_bypass_, left_[i].id, left_[i].after,
                                                    way_to(pack_).generation);
      if (!writes) continue;
      std::swap(left_[i], left_.front());
      const bool queued = pack_.lines()->write(
          *writes, [self = shared_from_this()](const LineOutcome& it) { self->written(it); });
      if (!queued) fail(cannot_queue());
      return;
    }
    fail(cannot_queue());
  }

 private:
  void written(const LineOutcome& outcome) {
    if (const auto refusal = refusal_of(outcome)) return fail(*refusal);
    const SettingChange change = left_.front();
    left_.erase(left_.begin());
    written_.push_back(change);
    setting_row(change.id).set(set_, change.after);
    note(api_, pack_, change, who_);
    // The link may have been lost meanwhile.
    if (const auto refusal = why_not(pack_, Ability::settings)) return fail(*refusal);
    go_on();
  }

  void fail(const Refusal& refusal) {
    if (written_.empty()) return responder_.send(answer(refusal));
    const auto names = [](const std::vector<SettingChange>& changes) {
      json made = json::array();
      for (const SettingChange& change : changes) made.push_back(setting_row(change.id).name);
      return made;
    };
    responder_.send(answer({{"error",
                             {{"code", "partly_done"},
                              {"sentence", "Only a part of it was written. " + refusal.sentence},
                              {"written", names(written_)},
                              {"not_written", names(left_)}}}},
                           502));
  }

  Shared api_;
  gateway::Pack& pack_;
  web::Responder responder_;
  std::vector<SettingChange> left_;
  std::vector<SettingChange> written_;
  core::Settings set_;
  core::Millivolts v_bypass_;
  std::string who_;
  Turn turn_;
};

}  // namespace

void apply(const Shared& api, gateway::Pack& pack, const web::Responder& responder,
           const StagedChange& staged, core::Millivolts v_bypass, const std::string& who) {
  if (staged.changes.empty()) return responder.send(applied(pack, {}));
  const auto turn = take_turn(api, pack);
  if (!turn) return responder.send(answer(turn.error()));
  if (way_to(pack).ours) return apply_whole(api, pack, responder, staged, who, *turn);
  std::make_shared<Registers>(api, pack, responder, staged, v_bypass, who, *turn)->go_on();
}

}  // namespace cellwarden::api
