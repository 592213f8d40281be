// SPDX-License-Identifier: Apache-2.0
// The first page keeps to the server's Content-Security-Policy and never makes HTML of data.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace cellwarden::api {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

TEST(Page, IsServedWithItsOwnScriptAndStyleOnly) {
  World world{{.history = false}};
  const web::Answer page = web::get(world.port(), "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.header("Content-Type"), HasSubstr("text/html"));
  EXPECT_THAT(page.header("Content-Security-Policy"), HasSubstr("script-src 'self'"));
  EXPECT_THAT(page.body, Not(ContainsRegex("<script>|<style|style=|[[:space:]]on[a-z]+=")));
  EXPECT_THAT(page.body, Not(ContainsRegex("https?://"))) << "nobody else's files";
  EXPECT_THAT(web::get(world.port(), "/page.js").header("Content-Type"), HasSubstr("javascript"));
  EXPECT_THAT(web::get(world.port(), "/page.css").header("Content-Type"), HasSubstr("text/css"));
}

TEST(Page, PutsEverythingInAsText) {
  World world{{.history = false}};
  const std::string script = web::get(world.port(), "/page.js").body;
  for (const char* danger :
       {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", ".style"}) {
    EXPECT_THAT(script, Not(HasSubstr(danger)));
  }
}

}  // namespace
}  // namespace cellwarden::api
