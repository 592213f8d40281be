// SPDX-License-Identifier: Apache-2.0
#include "asked.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "api_state.hpp"
#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/words/problem.hpp"
#include "time_text.hpp"

namespace cellwarden::api {

using nlohmann::json;

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

core::Failure<Refusal> bad(std::string sentence) {
  return refuse(400, "bad_request", std::move(sentence));
}

Or<std::int64_t> moment(std::string_view name, std::string_view text) {
  const auto parsed = parse_time(text);
  if (parsed) return *parsed;
  return bad(
      fmt::format("{} is {}, which is no time: write milliseconds since 1970, or "
                  "2026-11-22T21:13:41Z, between 2000 and 2200.",
                  name, words::in_quotes(text)));
}

Or<TimeSpan> checked(const Or<std::int64_t>& from, const Or<std::int64_t>& to) {
  if (!from) return core::failure(from.error());
  if (!to) return core::failure(to.error());
  if (*from >= *to) return bad("\"from\" must be before \"to\".");
  return TimeSpan{*from, *to};
}

core::Failure<Refusal> no_such_pack(std::string_view id) {
  return refuse(
      404, "no_such_pack",
      fmt::format("There is no pack {}; /api/v1/packs names them.", words::in_quotes(id)));
}

}  // namespace

Or<gateway::Pack*> asked_pack(const Api& api, const web::Request& request) {
  const std::string_view id = request.parameter("pack");
  gateway::Pack* pack = api.gateway.find(id);
  if (pack != nullptr) return pack;
  return no_such_pack(id);
}

Or<std::string> asked_id(Api& api, const web::Request& request) {
  std::string id{request.parameter("pack")};
  if (api.gateway.info_of(id)) return id;
  if (!api.readers.file().empty()) {
    const std::vector<std::string> known = api.readers.take()->packs();
    if (std::ranges::find(known, id) != known.end()) return id;
  }
  return no_such_pack(id);
}

Or<TimeSpan> asked_span(const web::Request& request) {
  const auto from = request.query_value("from");
  const auto to = request.query_value("to");
  const Or<std::int64_t> end = to ? moment("to", *to) : gateway::wall_now().count();
  if (!end) return core::failure(end.error());
  return checked(from ? moment("from", *from) : Or<std::int64_t>{*end - kDayMs}, end);
}

Or<TimeSpan> span_of(const json& object) {
  const auto member = [&object](const char* name) -> Or<std::int64_t> {
    const auto found = object.find(name);
    if (found == object.end()) return bad(fmt::format("\"{}\" is missing.", name));
    if (found->is_string()) return moment(name, found->get_ref<const std::string&>());
    return moment(name, found->dump());
  };
  return checked(member("from"), member("to"));
}

Or<std::int64_t> asked_number(const web::Request& request, std::string_view name,
                              std::int64_t otherwise, std::int64_t min, std::int64_t max) {
  const auto text = request.query_value(name);
  if (!text) return otherwise;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool whole = error == std::errc{} && end == text->data() + text->size();
  if (whole && value >= min && value <= max) return value;
  return bad(fmt::format("{} is {}; it must be a whole number from {} to {}.", name,
                         words::in_quotes(*text), min, max));
}

std::vector<std::string> asked_list(const web::Request& request, std::string_view name) {
  std::vector<std::string> parts;
  std::string_view rest = request.query_value(name).value_or("");
  while (!rest.empty()) {
    const auto comma = std::min(rest.find(','), rest.size());
    if (comma > 0) parts.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return parts;
}

Or<json> asked_object(const web::Request& request,
                      std::initializer_list<std::string_view> members) {
  json body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return bad("The body must be a JSON object.");
  for (const auto& [key, value] : body.items()) {
    if (std::ranges::find(members, key) != members.end()) continue;
    return bad(fmt::format("There is no {} here; what may be sent is {}.", words::in_quotes(key),
                           fmt::join(members, ", ")));
  }
  return body;
}

Or<std::uint16_t> pin_of(const json& object, const char* member) {
  const auto found = object.find(member);
  const auto* text = found == object.end() ? nullptr : found->get_ptr<const std::string*>();
  const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
  if (text == nullptr || text->size() != 4 || !std::ranges::all_of(*text, is_digit)) {
    return bad(fmt::format("\"{}\" must be four digits in quotes, as \"0123\".", member));
  }
  return static_cast<std::uint16_t>(std::stoi(*text));
}

Or<bool> flag_of(const json& object, const char* member) {
  const auto found = object.find(member);
  if (found != object.end() && found->is_boolean()) return found->get<bool>();
  return bad(fmt::format("\"{}\" must be true or false.", member));
}

Or<std::string> text_of(const json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end()) return std::string{};
  if (found->is_string()) return found->get<std::string>();
  return bad(fmt::format("\"{}\" must be text in quotes.", member));
}

Or<std::int64_t> whole_of(const json& object, const char* member, std::int64_t min,
                          std::int64_t max) {
  const auto found = object.find(member);
  if (found != object.end() && found->is_number()) {
    const double value = found->get<double>();
    if (value >= static_cast<double>(min) && value <= static_cast<double>(max) &&
        std::floor(value) == value) {
      return static_cast<std::int64_t>(value);
    }
  }
  return bad(fmt::format("\"{}\" must be a whole number from {} to {}.", member, min, max));
}

}  // namespace cellwarden::api
