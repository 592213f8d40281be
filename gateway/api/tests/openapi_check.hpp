// SPDX-License-Identifier: Apache-2.0
// Holds real answers against the document that describes them: which operation a request was, and
// everything in the answer that its schema does not allow. For the part of JSON Schema that the
// document uses; a word of it that this does not know is a mistake, too.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace cellwarden::api {

class OpenapiCheck {
 public:
  OpenapiCheck();

  [[nodiscard]] const nlohmann::json& document() const { return document_; }

  // "get /api/v1/packs/{pack} viewer", one for each operation.
  [[nodiscard]] std::vector<std::string> operations() const;

  // What is wrong with this answer; empty: nothing. path: without query.
  [[nodiscard]] std::vector<std::string> problems(std::string_view method, std::string_view path,
                                                  int status, std::string_view content_type,
                                                  const std::string& body) const;
  [[nodiscard]] std::vector<std::string> problems_of(const nlohmann::json& value,
                                                     const nlohmann::json& schema) const;

 private:
  [[nodiscard]] const nlohmann::json* operation(std::string_view method,
                                                std::string_view path) const;
  void check(const nlohmann::json& value, const nlohmann::json& schema, const std::string& where,
             std::vector<std::string>& problems) const;
  void check_object(const nlohmann::json& value, const nlohmann::json& schema,
                    const std::string& where, std::vector<std::string>& problems) const;

  nlohmann::json document_;
};

}  // namespace cellwarden::api
