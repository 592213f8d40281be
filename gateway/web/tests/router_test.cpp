// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "url.hpp"

namespace cellwarden::web {
namespace {

Response nothing(const Request&) { return Response::no_content(); }

TEST(Router, FindsAPatternAndItsParameters) {
  Router router;
  router.get("/api/v1/packs/{pack}/cells/{cell}", Role::viewer, nothing);
  const auto match = router.find(Method::get, "/api/v1/packs/boat/cells/7");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.parameters, (Fields{{"pack", "boat"}, {"cell", "7"}}));
}

TEST(Router, ASlashInsideANameIsNoSlashOfThePath) {
  Router router;
  router.get("/packs/{pack}", Role::viewer, nothing);
  const auto match = router.find(Method::get, "/packs/a%2Fb%20c");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.parameters[0].second, "a/b c");
}

TEST(Router, AParameterIsNeverEmptyAndNeverTwoSegments) {
  Router router;
  router.get("/packs/{pack}", Role::viewer, nothing);
  for (const char* path : {"/packs/", "/packs", "/packs/a/b", "/packs/a/", "/packs/%00", "/packs/%",
                           "/packs/%4", "packs/a", ""}) {
    EXPECT_EQ(router.find(Method::get, path).route, nullptr) << path;
  }
}

TEST(Router, AFixedWordIsPreferredToAParameter) {
  Router router;
  router.get("/packs/{pack}", Role::viewer, nothing);
  router.get("/packs/new", Role::owner, nothing);
  EXPECT_EQ(router.find(Method::get, "/packs/new").route->role, Role::owner);
  EXPECT_EQ(router.find(Method::get, "/packs/other").route->role, Role::viewer);
}

TEST(Router, TellsWhichMethodsAPathHas) {
  Router router;
  router.get("/x", Role::viewer, nothing);
  router.put("/x", Role::owner, nothing);
  const auto match = router.find(Method::post, "/x");
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allowed, (std::vector{Method::get, Method::put}));
  EXPECT_TRUE(router.find(Method::get, "/y").allowed.empty());
}

TEST(Router, RefusesPatternsThatAreMalformedOrTaken) {
  Router router;
  router.get("/x", Role::viewer, nothing);
  EXPECT_THROW(router.get("/x", Role::viewer, nothing), std::logic_error);
  EXPECT_THROW(router.get("x", Role::viewer, nothing), std::logic_error);
  EXPECT_THROW(router.get("/{}", Role::viewer, nothing), std::logic_error);
  EXPECT_THROW(router.get("/a{b}", Role::viewer, nothing), std::logic_error);
}

TEST(Url, PercentSignsNeedTwoHexDigitsAndNoZeroByte) {
  EXPECT_EQ(percent_decoded("a%20%C3%a4+"), "a \xC3\xA4+");
  EXPECT_EQ(percent_decoded("a+b", true), "a b");
  for (const char* text : {"%", "%1", "%G0", "%0", "a%", "%00", "%-1"}) {
    EXPECT_EQ(percent_decoded(text), std::nullopt) << text;
  }
}

TEST(Url, AQueryHasNamesAndValuesInTheirOrder) {
  EXPECT_EQ(parse_query("from=1&to=2%263&flag&&=x"),
            (Fields{{"from", "1"}, {"to", "2&3"}, {"flag", ""}, {"", "x"}}));
  EXPECT_EQ(parse_query(""), Fields{});
  EXPECT_EQ(parse_query("a=%"), std::nullopt);
}

TEST(Url, AQueryOf64FieldsIsTakenAndOneOf65IsNot) {
  std::string query;
  for (int i = 0; i < 64; ++i) query += "a=1&";
  EXPECT_EQ(parse_query(query)->size(), 64U);
  EXPECT_EQ(parse_query(query + "a=1"), std::nullopt);
}

}  // namespace
}  // namespace cellwarden::web
