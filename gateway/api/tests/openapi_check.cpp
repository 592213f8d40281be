// SPDX-License-Identifier: Apache-2.0
#include "openapi_check.hpp"

#include <algorithm>
#include <array>

#include "cellwarden/api/api.hpp"

namespace cellwarden::api {

using nlohmann::json;

namespace {

constexpr std::array kKnownWords{"type",  "description",          "properties", "required", "enum",
                                 "items", "additionalProperties", "oneOf",      "pattern",  "$ref"};

bool has_type(const json& value, const std::string& type) {
  if (type == "null") return value.is_null();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  return type == "number" && value.is_number();
}

bool has_any_type(const json& value, const json& types) {
  if (types.is_string()) return has_type(value, types);
  return std::ranges::any_of(types, [&](const json& type) { return has_type(value, type); });
}

std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool fits(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const auto expected = take_segment(pattern);
    const auto given = take_segment(path);
    if (!expected.starts_with('{') && expected != given) return false;
  }
  return pattern.empty() && path.empty();
}

}  // namespace

OpenapiCheck::OpenapiCheck() : document_(json::parse(openapi_document())) {}

std::vector<std::string> OpenapiCheck::operations() const {
  std::vector<std::string> all;
  for (const auto& [path, methods] : document_["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      all.push_back(method + " " + path + " " + operation["x-role"].get<std::string>());
    }
  }
  return all;
}

const json* OpenapiCheck::operation(std::string_view method, std::string_view path) const {
  const json* best = nullptr;
  std::size_t fewest = 0;
  for (const auto& [pattern, methods] : document_["paths"].items()) {
    const auto found = methods.find(method);
    if (found == methods.end() || !fits(pattern, path)) continue;
    const auto braces = static_cast<std::size_t>(std::ranges::count(pattern, '{'));
    if (best == nullptr || braces < fewest) {
      best = &*found;
      fewest = braces;
    }
  }
  return best;
}

std::vector<std::string> OpenapiCheck::problems(std::string_view method, std::string_view path,
                                                int status, std::string_view content_type,
                                                const std::string& body) const {
  const json* found = operation(method, path);
  if (found == nullptr) return {"the document has no such operation"};
  const json& responses = (*found)["responses"];
  const auto named = responses.find(std::to_string(status));
  const json& response = named == responses.end() ? responses["default"] : *named;
  if (named == responses.end() && status < 400) return {"the document has no such status"};
  const auto content = response.find("content");
  if (content == response.end()) {
    if (body.empty()) return {};
    return {"the document has no body here"};
  }
  const std::string plain_type{content_type.substr(0, content_type.find(';'))};
  const auto media = content->find(plain_type);
  if (media == content->end()) return {"the document has no " + plain_type + " here"};
  const auto schema = media->find("schema");
  if (schema == media->end()) return {};
  const json value = json::parse(body, nullptr, false);
  if (value.is_discarded()) return {"the body is no JSON"};
  return problems_of(value, *schema);
}

std::vector<std::string> OpenapiCheck::problems_of(const json& value, const json& schema) const {
  std::vector<std::string> problems;
  check(value, schema, "", problems);
  return problems;
}

void OpenapiCheck::check(const json& value, const json& schema, const std::string& where,
                         std::vector<std::string>& problems) const {
  for (const auto& [word, meaning] : schema.items()) {
    if (std::ranges::find(kKnownWords, word) == kKnownWords.end()) {
      problems.push_back(where + ": the schema says " + word + ", which is not checked");
    }
  }
  if (const auto ref = schema.find("$ref"); ref != schema.end()) {
    const json::json_pointer place{ref->get<std::string>().substr(1)};
    if (!document_.contains(place)) return problems.push_back("there is no " + ref->dump());
    return check(value, document_[place], where, problems);
  }
  if (const auto any = schema.find("oneOf"); any != schema.end()) {
    const auto fitting = std::ranges::count_if(
        *any, [&](const json& one) { return problems_of(value, one).empty(); });
    if (fitting != 1)
      problems.push_back(where + ": " + value.dump().substr(0, 200) + " fits not one");
    return;
  }
  if (schema.contains("type") && !has_any_type(value, schema["type"])) {
    return problems.push_back(where + " is " + value.dump().substr(0, 80) + ", not " +
                              schema["type"].dump());
  }
  if (const auto names = schema.find("enum"); names != schema.end()) {
    if (std::ranges::find(*names, value) == names->end()) {
      problems.push_back(where + " is " + value.dump() + ", not one of " + names->dump());
    }
  }
  if (value.is_object()) check_object(value, schema, where, problems);
  if (value.is_array() && schema.contains("items")) {
    for (const json& item : value) check(item, schema["items"], where + "[]", problems);
  }
}

void OpenapiCheck::check_object(const json& value, const json& schema, const std::string& where,
                                std::vector<std::string>& problems) const {
  for (const json& name : schema.value("required", json::array())) {
    if (!value.contains(name.get<std::string>())) {
      problems.push_back(where + " has no " + name.get<std::string>());
    }
  }
  const json properties = schema.value("properties", json::object());
  const json others = schema.value("additionalProperties", json(true));
  for (const auto& [name, member] : value.items()) {
    const std::string place = where + "." + name;
    if (const auto known = properties.find(name); known != properties.end()) {
      check(member, *known, place, problems);
    } else if (others.is_object()) {
      check(member, others, place, problems);
    } else if (others == false) {
      problems.push_back(place + " is not in the document");
    }
  }
}

}  // namespace cellwarden::api
