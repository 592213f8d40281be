// SPDX-License-Identifier: Apache-2.0
// Why a request is not answered with what it asked for: a value, never an exception, that becomes
// {"error": {"code", "sentence"}}.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>

#include "cellwarden/core/result.hpp"
#include "cellwarden/web/response.hpp"

namespace cellwarden::api {

struct Refusal {
  int status{400};
  std::string code;      // one word, for programs
  std::string sentence;  // what is wrong and what to do, for people
  std::int64_t retry_after_s{0};
};

template <class T>
using Or = core::Result<T, Refusal>;

inline core::Failure<Refusal> refuse(int status, std::string code, std::string sentence,
                                     std::int64_t retry_after_s = 0) {
  return {{status, std::move(code), std::move(sentence), retry_after_s}};
}

web::Response answer(const Refusal& refusal);
web::Response answer(const nlohmann::json& body, int status = 200);

}  // namespace cellwarden::api
