// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/static_files.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "cellwarden/words/problem.hpp"
#include "running_server.hpp"
#include "scratch_folder.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

constexpr std::array kFiles{
    EmbeddedFile{"/index.html", "", "<html>app</html>", "\"one\""},
    EmbeddedFile{"/assets/index-3f2a.js", "", "run()", ""},
    EmbeddedFile{"/assets/index-3f2a.js.gz", "", "packed", "\"two\""},
    EmbeddedFile{"/core.wasm", "", std::string_view{"\0asm", 4}, ""},
};

constexpr auto kAppServer = [](Router& router, auto&, auto&) {
  router.get("/api/v1/packs", Role::viewer, [](const Request&) { return Response::json("[]"); });
  router.set_files(std::make_shared<StaticFiles>(StaticFiles::embedded(kFiles)));
};

TEST(StaticFiles, AreServedWithTheirKindAndETag) {
  const RunningServer server{kAppServer};
  const Answer index = get(server.port(), "/");
  EXPECT_EQ(index.status, 200);
  EXPECT_EQ(index.body, "<html>app</html>");
  EXPECT_EQ(index.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(index.header("ETag"), "\"one\"");
  EXPECT_EQ(index.header("Cache-Control"), "no-cache");
  const Answer wasm = get(server.port(), "/core.wasm");
  EXPECT_EQ(wasm.header("Content-Type"), "application/wasm");
  EXPECT_EQ(wasm.body, std::string("\0asm", 4));
  EXPECT_EQ(get(server.port(), "/assets/index-3f2a.js").header("Cache-Control"),
            "public, max-age=31536000, immutable");
}

TEST(StaticFiles, AreNotSentAgainToWhoHasThem) {
  const RunningServer server{kAppServer};
  TestClient client{server.port()};
  for (const char* known : {"\"one\"", "W/\"one\"", "\"zero\", \"one\"", "*"}) {
    const Answer same =
        client.ask(get_request("/", "If-None-Match: " + std::string{known} + "\r\n"));
    EXPECT_EQ(same.status, 304) << known;
    EXPECT_EQ(same.header("ETag"), "\"one\"");
    EXPECT_EQ(same.body, "");
  }
  EXPECT_EQ(client.ask(get_request("/", "If-None-Match: \"two\"\r\n")).status, 200);
}

TEST(StaticFiles, ArePackedForWhoAcceptsIt) {
  const RunningServer server{kAppServer};
  TestClient client{server.port()};
  const auto ask = [&](const std::string& accepted, const std::string& more = "") {
    return client.ask(
        get_request("/assets/index-3f2a.js", "Accept-Encoding: " + accepted + "\r\n" + more));
  };
  for (const char* yes : {"gzip", "br, GZIP;q=0.5", "deflate,gzip ; q=1.0, br"}) {
    const Answer packed = ask(yes);
    EXPECT_EQ(packed.body, "packed") << yes;
    EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
    EXPECT_EQ(packed.header("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(packed.header("Vary"), "Accept-Encoding");
    EXPECT_EQ(packed.header("ETag"), "\"two\"");
    EXPECT_EQ(packed.header("Cache-Control"), "public, max-age=31536000, immutable");
  }
  for (const char* no : {"br", "gzip;q=0", "gzip;q=0.000, br", "xgzip", ""}) {
    const Answer plain = ask(no);
    EXPECT_EQ(plain.body, "run()") << no;
    EXPECT_EQ(plain.header("Content-Encoding"), "");
    EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
    EXPECT_NE(plain.header("ETag"), "\"two\"") << "two kinds of bytes";
  }
  const Answer same = ask("gzip", "If-None-Match: \"two\"\r\n");
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.header("Vary"), "Accept-Encoding");
  EXPECT_EQ(ask("br", "If-None-Match: \"two\"\r\n").status, 200);
  EXPECT_EQ(get(server.port(), "/").header("Vary"), "") << "there is no packed index.html";
}

TEST(StaticFiles, AnAddressOfTheAppGetsTheAppAndAMissingFileDoesNot) {
  const RunningServer server{kAppServer};
  EXPECT_EQ(get(server.port(), "/packs/boat/history").body, "<html>app</html>");
  EXPECT_EQ(get(server.port(), "/assets/old-1234.js").status, 404);
  EXPECT_EQ(get(server.port(), "/api/v1/nothing").status, 404);
  EXPECT_EQ(get(server.port(), "/api").status, 404);
  EXPECT_EQ(change(server.port(), "POST", "/", "{}").status, 405);
}

TEST(StaticFiles, NoPathLeadsOutOfTheFolder) {
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.path() / "app/assets");
  const auto secret = folder.with("secret.txt", "secret");
  const auto index = folder.with("app/index.html", "app");
  const auto script = folder.with("app/assets/a.js", "a()");
  const auto hidden = folder.with("app/.hidden", "hidden");
  const auto packed_index = folder.with("app/index.html.gz", "packed app");
  std::filesystem::create_symlink(secret, folder.path() / "app/link.txt");
  const RunningServer server{[&](Router& router, auto&, auto&) {
    router.set_files(std::make_shared<StaticFiles>(StaticFiles::folder(folder.path() / "app")));
  }};
  EXPECT_EQ(get(server.port(), "/assets/a.js").body, "a()");
  TestClient client{server.port()};
  EXPECT_EQ(client.ask(get_request("/packs/boat", "Accept-Encoding: gzip\r\n")).body, "packed app");
  for (const char* path :
       {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt",
        "/link.txt", "/.hidden", "//secret.txt", "/assets/..%5c..%5csecret.txt"}) {
    const Answer answer = get(server.port(), path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.body.find("\"secret\""), std::string::npos);
  }
  EXPECT_EQ(get(server.port(), "/%00").status, 400);
}

TEST(StaticFiles, AFolderWithoutTheAppIsAProblem) {
  const ScratchFolder folder;
  EXPECT_THROW(StaticFiles::folder(folder.path()), words::Problem);
  EXPECT_THROW(StaticFiles::folder(folder.path() / "missing"), words::Problem);
}

}  // namespace
}  // namespace cellwarden::web
