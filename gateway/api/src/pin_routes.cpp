// SPDX-License-Identifier: Apache-2.0
// The PIN of a pack: signing in with it for a link that has none, and changing it. Both answer when
// the pack itself has taken the PIN. Guesses are limited here as on the board (SET-2).
#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "cellwarden/gateway/clock.hpp"
#include "refusal.hpp"
#include "routes.hpp"
#include "writing.hpp"

namespace cellwarden::api {

using core::Milliseconds;
using gateway::Login;

namespace {

constexpr std::chrono::milliseconds kLook{50};

// Waits for what the pack makes of the PIN that its link was just given.
class LoginWait : public std::enable_shared_from_this<LoginWait> {
 public:
  using Then = std::function<void(Login login)>;
  LoginWait(boost::asio::io_context& io, gateway::LinesLink& link, Then then)
      : timer_{io}, link_{link}, then_{std::move(then)}, watch_{gateway::steady_now()} {}

  void look() {
    timer_.expires_after(kLook);
    timer_.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (error) return;
      const auto login = self->watch_.look(self->link_.session(), gateway::steady_now());
      login ? self->then_(*login) : self->look();
    });
  }

 private:
  boost::asio::steady_timer timer_;
  gateway::LinesLink& link_;
  Then then_;
  gateway::LoginWatch watch_;
};

void wait_for_login(const Shared& api, gateway::LinesLink& link, LoginWait::Then then) {
  std::make_shared<LoginWait>(api->io, link, std::move(then))->look();
}

web::Response login_answer(Login login) {
  switch (login) {
    case Login::taken: return done();
    case Login::wrong:
      return web::Response::error(403, "wrong_pin", "That is not the PIN of this pack.");
    case Login::locked:
      return web::Response::error(429, "pin_locked",
                                  "The pack takes no PINs for a while, after wrong ones.");
    case Login::no_answer: break;
  }
  return web::Response::error(504, "timed_out",
                              "The pack has not answered. Its links say what became of the PIN.");
}

void tell_taken(const Shared& api, const gateway::Pack& pack, std::uint16_t pin) {
  if (api->options.pin_taken) api->options.pin_taken(pack.info().id, pin);
}

// The link has no PIN that the pack takes: every try costs the one who tries.
void try_with_pack(const Shared& api, gateway::Pack& pack, std::uint16_t pin,
                   const web::Responder& responder) {
  const core::PinGuard& guard = api->sign_ins[&pack];
  const Milliseconds left = core::lock_left(guard, gateway::steady_now());
  if (left > Milliseconds{0}) {
    const std::int64_t seconds = (left.count() + 999) / 1000;
    return responder.send(answer(
        Refusal{429, "pin_locked",
                fmt::format("There have been too many wrong PINs. Please wait for {} s.", seconds),
                seconds}));
  }
  const auto turn = take_turn(api, pack);
  if (!turn) return responder.send(answer(turn.error()));
  pack.lines()->set_pin(pin);
  wait_for_login(api, *pack.lines(), [api, &pack, pin, responder, turn = *turn](Login login) {
    if (login == Login::taken) {
      api->sign_ins.erase(&pack);
      tell_taken(api, pack, pin);
    } else if (login == Login::wrong) {
      const auto other = static_cast<std::uint16_t>(pin + 1);
      static_cast<void>(core::try_pin(api->sign_ins[&pack], pin, other, gateway::steady_now()));
    }
    responder.send(login_answer(login));
  });
}

void sign_in(const Shared& api, const web::Responder& responder) {
  const auto pack = asked_pack(*api, responder.request());
  if (!pack) return responder.send(answer(pack.error()));
  const auto body = asked_object(responder.request(), {"pin"});
  if (!body) return responder.send(answer(body.error()));
  const auto pin = pin_of(*body, "pin");
  if (!pin) return responder.send(answer(pin.error()));
  const auto refusal = why_not(**pack, Ability::settings);
  if (refusal && (refusal->code == "not_possible" || refusal->code == "no_connection")) {
    return responder.send(answer(*refusal));
  }
  if (!(*pack)->lines()->accepted_pin()) return try_with_pack(api, **pack, *pin, responder);
  const auto wrong = check_pin(**pack, *pin);
  responder.send(wrong ? answer(*wrong) : done());
}

void note_pin_change(const Shared& api, const gateway::Pack& pack) {
  history::SettingsChange change;
  change.time_ms = gateway::wall_now().count();
  change.setting = "pin";  // neither of the two is told to anybody
  change.who = "owner";
  change.simulated = pack.info().simulated;
  api->gateway.note_settings_change(pack.info().id, std::move(change));
}

void change_on_pack(const Shared& api, gateway::Pack& pack, std::uint16_t pin,
                    const web::Responder& responder) {
  const auto turn = take_turn(api, pack);
  if (!turn) return responder.send(answer(turn.error()));
  protocol::LineCommand command;
  command.action = protocol::LineAction::change_pin;
  command.pin = pin;
  command.settings.pin = pin;
  const bool queued = pack.lines()->command(
      command, [api, &pack, pin, responder, turn = *turn](const protocol::LineOutcome& outcome) {
        if (const auto refusal = refusal_of(outcome)) return responder.send(answer(*refusal));
        note_pin_change(api, pack);
        // Read back, as every write is: it is done when the pack takes the new one (SET-1).
        pack.lines()->set_pin(pin);
        wait_for_login(api, *pack.lines(), [api, &pack, pin, responder, turn](Login login) {
          if (login == Login::taken) tell_taken(api, pack, pin);
          responder.send(login_answer(login));
        });
      });
  if (!queued) responder.send(answer(cannot_queue()));
}

void change_pin(const Shared& api, const web::Responder& responder) {
  const auto pack = asked_pack(*api, responder.request());
  if (!pack) return responder.send(answer(pack.error()));
  const auto body = asked_object(responder.request(), {"pin", "new_pin"});
  if (!body) return responder.send(answer(body.error()));
  const auto pin = pin_of(*body, "pin");
  if (!pin) return responder.send(answer(pin.error()));
  const auto new_pin = pin_of(*body, "new_pin");
  if (!new_pin) return responder.send(answer(new_pin.error()));
  if (const auto refusal = why_not(**pack, Ability::own_commands)) {
    return responder.send(answer(*refusal));
  }
  if (const auto refusal = check_pin(**pack, *pin)) return responder.send(answer(*refusal));
  change_on_pack(api, **pack, *new_pin, responder);
}

}  // namespace

void add_pin_routes(web::Router& router, const Shared& api) {
  const auto late = [&](const char* path, auto function) {
    web::Route route;
    route.method = web::Method::post;
    route.pattern = fmt::format("/api/v1/packs/{{pack}}/{}", path);
    route.role = web::Role::owner;
    route.handler = [api, function](const web::Responder& responder) { function(api, responder); };
    router.add(std::move(route));
  };
  late("pin", change_pin);
  late("sign-in", sign_in);
}

}  // namespace cellwarden::api
