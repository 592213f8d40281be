// SPDX-License-Identifier: Apache-2.0
// What an owner tells a simulated board, and what cannot be told to a pack that is only listened to
// or that speaks the public lines only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cellwarden/gateway/lines_link.hpp"
#include "world.hpp"
#include "writing.hpp"

namespace cellwarden::api {
namespace {

using nlohmann::json;
using protocol::LineResult;
using testing::HasSubstr;

// RELAY-9: held open with the PIN, shown plainly, and left to the rules again.
TEST(Commands, HoldARelayOpenAndLetItGo) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const json hold{{"pin", "1234"}, {"charge_open", true}, {"load_open", false}};
  EXPECT_EQ(world.post(kCabin + "/hold", hold).status, 200);
  ASSERT_TRUE(world.comes_true([](gateway::Gateway& all) {
    const gateway::Status& status = all.find("cabin")->status();
    return status.seen.panel->value.hold_charge_open && !status.charge.allowed &&
           status.load.allowed;
  }));
  EXPECT_EQ(world.get(kCabin).body["panel"]["hold_charge_open"], true);
  const json release{{"pin", "1234"}, {"charge_open", false}, {"load_open", false}};
  EXPECT_EQ(world.post(kCabin + "/hold", release).status, 200);
  EXPECT_TRUE(world.comes_true(
      [](gateway::Gateway& all) { return all.find("cabin")->status().charge.allowed; }));
  EXPECT_EQ(world.post(kCabin + "/hold", {{"pin", "1234"}, {"charge_open", 1}}).status, 400);
}

// APP-4: no new reading while another program has the pack, no write, and both are kept as events.
TEST(Commands, DisconnectAndConnectAgain) {
  World world;
  ASSERT_TRUE(world.is_ready());
  EXPECT_EQ(world.post(kCabin + "/disconnect", {{"now", true}}).status, 400);
  EXPECT_EQ(world.post("/api/v1/packs/nowhere/disconnect", json::object()).status, 404);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(world.post(kCabin + "/disconnect", json::object()).status, 200);
  }
  const json link = world.get(kCabin + "/links").body["links"][0];
  EXPECT_EQ(link["state"], "let_go");
  EXPECT_EQ(link["signed_in"], false);
  const json write{{"pin", "1234"}, {"changes", {{"v_min", 2.75}}}};
  EXPECT_EQ(world.post(kCabin + "/settings/apply", write).code(), "no_connection");
  EXPECT_EQ(world.get(kCabin + "/links").body["links"][0]["good"], link["good"]);

  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(world.post(kCabin + "/connect", json::object()).status, 200);
  }
  ASSERT_TRUE(world.is_ready());
  EXPECT_EQ(world.post(kCabin + "/settings/apply", write).status, 200);
  world.flush();
  const json events = world.get(kCabin + "/events?kinds=link_let_go,link_taken_up").body["events"];
  ASSERT_EQ(events.size(), 2);
  EXPECT_EQ(events[0]["kind"], "link_taken_up");
  EXPECT_EQ(events[1]["kind"], "link_let_go");
}

// EN-3
TEST(Commands, ClearTheTotals) {
  World world{{.speed = 300}};
  ASSERT_TRUE(world.is_ready());
  ASSERT_TRUE(world.comes_true([](gateway::Gateway& all) {
    return all.find("cabin")->status().seen.charge->value.in_total->count() > 100;
  }));
  EXPECT_EQ(world.post(kCabin + "/clear-totals", {{"pin", "1234"}}).status, 200);
  EXPECT_TRUE(world.comes_true([](gateway::Gateway& all) {
    return all.find("cabin")->status().seen.charge->value.in_total->count() < 100;
  }));
}

// CELL-10: within ±50 mV and ±10 °C.
TEST(Commands, SetAnOffsetWithinItsBounds) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const auto offset = [&](const json& cell, const json& mv, const json& c) {
    return world.post(kCabin + "/offset", {{"pin", "1234"}, {"cell", cell}, {"mv", mv}, {"c", c}});
  };
  EXPECT_EQ(offset(2, -50, 1.5).status, 200);
  EXPECT_TRUE(world.comes_true([&](gateway::Gateway& all) {
    const auto& known = all.find("cabin")->status().seen.offsets;
    return !known.empty() && known[0].second.voltage.count() == -50;
  })) << "a corrected value is shown as corrected";
  EXPECT_EQ(offset(2, 50, -10).status, 200);
  EXPECT_EQ(offset(2, 51, 0).status, 400);
  EXPECT_EQ(offset(2, 0, 10.1).status, 400);
  EXPECT_EQ(offset(2, 0, 0.05).status, 400);
  EXPECT_EQ(offset(0, 0, 0).status, 400);
  EXPECT_EQ(offset(1.5, 0, 0).status, 400);
  const Told absent = offset(5, 10, 0);
  EXPECT_EQ(absent.status, 409) << "the pack has four cells";
  EXPECT_EQ(absent.code(), "refused");
}

TEST(Commands, SetClockConfirmCellsAndWaiveATemperature) {
  World world;
  ASSERT_TRUE(world.is_ready());
  EXPECT_EQ(world.post(kCabin + "/clock", {{"pin", "1234"}}).status, 200);
  const Told confirm = world.post(kCabin + "/confirm-cells", {{"pin", "1234"}});
  EXPECT_EQ(confirm.code(), "refused") << "there is nothing to confirm (CHAIN-7)";
  const auto waive = [&](const json& days) {
    return world.post(kCabin + "/waive-temperature",
                      {{"pin", "1234"}, {"cell", 1}, {"days", days}});
  };
  EXPECT_EQ(waive(0).status, 400);
  EXPECT_EQ(waive(8).status, 400);
  EXPECT_EQ(waive(7).status, 200);
  EXPECT_TRUE(world.comes_true([](gateway::Gateway& all) {
    return all.find("cabin")->status().seen.panel->value.waived_cell == 1;
  }));
}

// EN-2: how far the pack's clock is off is told, so that an owner sees whether it has to be set.
TEST(Commands, ThePacksClockIsToldAndSetByHand) {
  World world{{.speed = 1, .set_clock = false}};
  ASSERT_TRUE(world.comes_true([](gateway::Gateway& all) {
    const gateway::Pack& pack = *all.find("cabin");
    return pack.lines()->accepted_pin() && pack.status().seen.clock;
  }));
  const json before = world.get(kCabin + "/settings").body["clock"];
  EXPECT_EQ(before["set"], false);
  EXPECT_EQ(before["off_s"], nullptr);
  EXPECT_EQ(world.post(kCabin + "/clock", {{"pin", "1234"}}).status, 200);
  ASSERT_TRUE(web::wait_until(
      [&] { return world.get(kCabin + "/settings").body["clock"]["set"] == true; }));
  EXPECT_LE(std::abs(world.get(kCabin + "/settings").body["clock"]["off_s"].get<int>()), 2);
}

TEST(Commands, ChangeThePinAndTheNewOneHolds) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const Told told = world.post(kCabin + "/pin", {{"pin", "1234"}, {"new_pin", "0042"}});
  ASSERT_EQ(told.status, 200) << told.answer.body;
  EXPECT_EQ(world.post(kCabin + "/clock", {{"pin", "1234"}}).code(), "wrong_pin");
  EXPECT_EQ(world.post(kCabin + "/clock", {{"pin", "0042"}}).status, 200);
  EXPECT_EQ(world.get(kCabin + "/settings").body["factory_pin"], false);
  world.flush();
  const json changes = world.get(kCabin + "/settings-changes").body["changes"];
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0]["setting"], "pin");
  EXPECT_EQ(changes[0]["after"], "") << "no PIN is told to anybody";
}

TEST(Commands, SignInGivesTheLinkThePinThatItLacks) {
  World world{{.link_pin = 9999}};
  ASSERT_TRUE(world.comes_true([](gateway::Gateway& all) {
    return all.find("cabin")->lines()->session().access == protocol::LinesAccess::wrong_pin;
  }));
  EXPECT_EQ(world.post(kCabin + "/clock", {{"pin", "1234"}}).code(), "not_signed_in");
  EXPECT_EQ(world.post(kCabin + "/sign-in", {{"pin", "5555"}}).code(), "wrong_pin");
  EXPECT_EQ(world.post(kCabin + "/sign-in", {{"pin", "1234"}}).status, 200);
  ASSERT_TRUE(world.is_ready());
  EXPECT_EQ(world.post(kCabin + "/clock", {{"pin", "1234"}}).status, 200);
  EXPECT_EQ(world.post(kCabin + "/sign-in", {{"pin", "4321"}}).code(), "wrong_pin");
  EXPECT_EQ(world.post(kCabin + "/sign-in", {{"pin", "1234"}}).status, 200);
}

TEST(Commands, BelongToTheOwner) {
  World world;
  ASSERT_TRUE(world.is_ready());
  EXPECT_EQ(web::change(world.port(), "PUT", "/api/v1/password",
                        R"({"role": "owner", "password": "a long password"})")
                .status,
            204);
  for (const char* path : {"/hold", "/settings/apply", "/pin", "/sign-in", "/simulator"}) {
    const Told told = world.post(kCabin + path, {{"pin", "1234"}});
    EXPECT_TRUE(told.status == 401 || told.status == 403) << path << told.status;
  }
  EXPECT_EQ(world.get(kCabin).status, 200) << "this machine may still read";
}

// What each outcome of the wire becomes; nothing that may have been done is said to be undone.
TEST(Commands, SayWhatBecameOfThem) {
  const auto told = [](LineResult result) {
    return refusal_of(protocol::LineOutcome{1, result, {}});
  };
  EXPECT_FALSE(told(LineResult::ok));
  EXPECT_EQ(told(LineResult::refused)->code, "refused");
  EXPECT_THAT(told(LineResult::refused)->sentence, HasSubstr("nothing has changed"));
  EXPECT_EQ(told(LineResult::not_authorised)->code, "not_authorised");
  EXPECT_EQ(told(LineResult::not_possible)->status, 409);
  EXPECT_EQ(told(LineResult::not_confirmed)->code, "not_confirmed");
  for (const LineResult result :
       {LineResult::timed_out, LineResult::not_understood, LineResult::dropped}) {
    EXPECT_THAT(told(result)->sentence, HasSubstr("may have been done, or not"));
  }
}

// A link that only exists, to ask what could be done over it.
class SilentLink : public gateway::LinesLink {
 public:
  explicit SilentLink(const protocol::LinesSession& session) : session_{session} {}
  void start(Changed /*changed*/) override {}
  void let_go() override {}
  void take_up() override {}
  [[nodiscard]] const gateway::Observation& observation() const override { return seen_; }
  [[nodiscard]] gateway::LinkReport report() const override { return {}; }
  gateway::LinesLink* lines() override { return this; }
  bool command(const protocol::LineCommand& /*c*/, Done /*done*/) override { return false; }
  bool write(const protocol::RegisterWrites& /*w*/, Done /*done*/) override { return false; }
  void set_pin(std::uint16_t /*pin*/) override {}
  [[nodiscard]] const protocol::LinesSession& session() const override { return session_; }
  [[nodiscard]] std::optional<std::uint16_t> accepted_pin() const override { return {}; }

 private:
  protocol::LinesSession session_;
  gateway::Observation seen_;
};

class OtherPacks : public testing::Test {
 protected:
  gateway::Pack& real(protocol::Generation generation, bool unproven_writes) {
    protocol::LinesSession session;
    session.phase = protocol::LinesPhase::live;
    session.access = protocol::LinesAccess::logged_in;
    session.device = protocol::LinesDevice::public_only;
    session.generation = generation;
    std::vector<std::unique_ptr<gateway::Link>> links;
    links.push_back(std::make_unique<SilentLink>(session));
    packs_.push_back(std::make_unique<gateway::Pack>(
        io_, gateway::PackInfo{.id = "real", .name = "", .unproven_writes = unproven_writes},
        std::move(links)));
    return *packs_.back();
  }
  static std::string code(const gateway::Pack& pack, Ability ability) {
    const auto refusal = why_not(pack, ability);
    return refusal ? refusal->code : "";
  }
  boost::asio::io_context io_;
  std::vector<std::unique_ptr<gateway::Pack>> packs_;
};

TEST_F(OtherPacks, ThatAreOnlyListenedToTakeNothing) {
  const gateway::Pack pack{io_, {.id = "deaf", .name = ""}, {}};
  for (const Ability ability : {Ability::settings, Ability::hold, Ability::own_commands}) {
    EXPECT_EQ(code(pack, ability), "not_possible");
  }
}

TEST_F(OtherPacks, ThatAreRealTakeUnprovenWritesOnlyWhenAllowed) {
  using protocol::Generation;
  const gateway::Pack& off = real(Generation::three, false);
  EXPECT_EQ(code(off, Ability::settings), "unproven");
  EXPECT_EQ(code(off, Ability::hold), "unproven");
  EXPECT_EQ(code(off, Ability::own_commands), "not_possible");
  const gateway::Pack& on = real(Generation::three, true);
  EXPECT_EQ(code(on, Ability::settings), "");
  EXPECT_EQ(code(on, Ability::hold), "");
  EXPECT_EQ(code(on, Ability::own_commands), "not_possible");
  EXPECT_EQ(code(real(Generation::one_or_two, true), Ability::hold), "not_possible");
}

}  // namespace
}  // namespace cellwarden::api
