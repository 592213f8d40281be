// SPDX-License-Identifier: Apache-2.0
// The document and the program say the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include "../../web/tests/scratch_folder.hpp"
#include "cellwarden/api/api.hpp"
#include "cellwarden/web/sign_in.hpp"
#include "openapi_check.hpp"

namespace cellwarden::api {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

const char* method_name(web::Method method) {
  switch (method) {
    case web::Method::get: return "get";
    case web::Method::post: return "post";
    case web::Method::put: return "put";
    case web::Method::patch: return "patch";
    case web::Method::remove: return "delete";
  }
  return "";
}

TEST(Document, HasEveryRouteWithItsRoleAndNoOther) {
  const web::ScratchFolder folder;
  boost::asio::io_context io;
  gateway::Gateway gateway{io, nullptr};
  web::SignIn sign_in{io, folder.file("passwords")};
  web::Router router;
  add_routes(router, io, gateway, {});
  sign_in.add_routes(router);
  std::vector<std::string> routes;
  for (const web::Route& route : router.routes()) {
    routes.push_back(std::string{method_name(route.method)} + " " + route.pattern + " " +
                     std::string{web::role_name(route.role)});
  }
  EXPECT_THAT(routes, testing::UnorderedElementsAreArray(OpenapiCheck{}.operations()));
}

// Every write may only be asked for by the owner; what a viewer may POST changes nothing.
TEST(Document, LetsAViewerOnlyRead) {
  for (const std::string& operation : OpenapiCheck{}.operations()) {
    if (!operation.ends_with(" viewer") || operation.starts_with("get ")) continue;
    EXPECT_TRUE(operation.ends_with("/check viewer") || operation.ends_with("/what-if viewer"))
        << operation;
  }
}

TEST(Document, ChecksWhatItSays) {
  const OpenapiCheck check;
  const auto problems = [&](const char* schema, const json& value) {
    return check.problems_of(value, json{{"$ref", std::string{"#/components/schemas/"} + schema}});
  };
  EXPECT_THAT(problems("Done", {{"done", true}}), IsEmpty());
  EXPECT_THAT(problems("Done", {{"done", false}}), testing::SizeIs(1));
  EXPECT_THAT(problems("Done", json::object()), ElementsAre(" has no done"));
  EXPECT_THAT(problems("Done", {{"done", true}, {"more", 1}}),
              ElementsAre(".more is not in the document"));
  EXPECT_THAT(problems("HistorySpan", {{"first", nullptr}, {"last", 5}}), IsEmpty());
  EXPECT_THAT(problems("HistorySpan", {{"first", nullptr}, {"last", 5.5}}), testing::SizeIs(1));
  EXPECT_THAT(problems("Cells", {{"1", nullptr}}), IsEmpty());
  EXPECT_THAT(problems("Cells", {{"1", {{"mv", 1}}}}), testing::SizeIs(1));
  EXPECT_THAT(check.problems("get", "/api/v1/nothing", 200, "application/json", "{}"),
              testing::SizeIs(1));
}

// So that types can be generated from it.
TEST(Document, HasEverySchemaThatItRefersTo) {
  const json document = json::parse(openapi_document());
  const std::function<void(const json&)> walk = [&](const json& value) {
    if (value.is_object() && value.contains("$ref")) {
      const json::json_pointer place{value["$ref"].get<std::string>().substr(1)};
      EXPECT_TRUE(document.contains(place)) << value;
    }
    if (value.is_structured()) {
      for (const json& inner : value) walk(inner);
    }
  };
  walk(document);
  EXPECT_EQ(document["openapi"], "3.1.0");
}

}  // namespace
}  // namespace cellwarden::api
