// SPDX-License-Identifier: Apache-2.0
// What is served at "/" keeps to the server's Content-Security-Policy, whether this program was
// built with its app or without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace cellwarden::api {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(App, IsServedWithItsOwnScriptAndStyleOnly) {
  World world{{.history = false}};
  const web::Answer page = web::get(world.port(), "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("Cache-Control"), "no-cache");
  EXPECT_THAT(page.header("Content-Security-Policy"), HasSubstr("script-src 'self'"));
  EXPECT_THAT(page.body, HasSubstr("<title>Cellwarden</title>"));
  for (const char* foreign : {"<script>", "<style", "style=", "onclick=", "http://", "https://"}) {
    EXPECT_THAT(page.body, Not(HasSubstr(foreign)));
  }
}

TEST(App, AnAddressOfOneOfItsScreensIsThePage) {
  World world{{.history = false}};
  EXPECT_EQ(web::get(world.port(), "/cells").body, web::get(world.port(), "/").body);
  EXPECT_EQ(web::get(world.port(), "/no-such-file.js").status, 404);
}

}  // namespace
}  // namespace cellwarden::api
