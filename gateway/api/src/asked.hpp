// SPDX-License-Identifier: Apache-2.0
// What a request asks for: which pack, which span of time, which numbers; or the sentence that says
// what is wrong with it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/gateway/pack.hpp"
#include "cellwarden/web/request.hpp"
#include "refusal.hpp"

namespace cellwarden::api {

struct Api;

// {pack} of the path. On the server's thread, and not for longer than the call: packs come and go
// (whoever has its turn, see writing.hpp, may go on).
Or<gateway::Pack*> asked_pack(const Api& api, const web::Request& request);
// The id of {pack}, from any thread: of a pack that is there, or that the history knows from
// before.
Or<std::string> asked_id(Api& api, const web::Request& request);

struct TimeSpan {
  std::int64_t from_ms{0};
  std::int64_t to_ms{0};  // exclusive
};
// "from" and "to"; default: the day up to now.
Or<TimeSpan> asked_span(const web::Request& request);
// The same of two members of an object.
Or<TimeSpan> span_of(const nlohmann::json& object);

// A whole number of the query within min…max.
Or<std::int64_t> asked_number(const web::Request& request, std::string_view name,
                              std::int64_t otherwise, std::int64_t min, std::int64_t max);
// "a,b,c"; empty if it is not there.
std::vector<std::string> asked_list(const web::Request& request, std::string_view name);

// The body: an object that has no other members than these.
Or<nlohmann::json> asked_object(const web::Request& request,
                                std::initializer_list<std::string_view> members);

// A member of it. Four digits as text: "0123".
Or<std::uint16_t> pin_of(const nlohmann::json& object, const char* member);
Or<bool> flag_of(const nlohmann::json& object, const char* member);
// Text that may be left out: empty then.
Or<std::string> text_of(const nlohmann::json& object, const char* member);
Or<std::int64_t> whole_of(const nlohmann::json& object, const char* member, std::int64_t min,
                          std::int64_t max);

}  // namespace cellwarden::api
