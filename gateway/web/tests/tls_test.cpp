// SPDX-License-Identifier: Apache-2.0
// A real TLS connection, checked by a client that knows the local authority and nothing else.
#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include "cellwarden/web/local_authority.hpp"
#include "cellwarden/words/problem.hpp"
#include "running_server.hpp"
#include "scratch_folder.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

struct TlsAnswer {
  boost::system::error_code handshake;
  std::string text;
};

// Asks with Connection: close and reads to the end.
TlsAnswer ask_over_tls(std::uint16_t port, const std::string& authority_pem,
                       const std::string& name, const std::string& request,
                       asio::ssl::context::method method = asio::ssl::context::tls_client) {
  asio::io_context io;
  asio::ssl::context context{method};
  context.set_verify_mode(asio::ssl::verify_peer);
  if (!authority_pem.empty()) context.add_certificate_authority(asio::buffer(authority_pem));
  asio::ssl::stream<tcp::socket> stream{io, context};
  stream.set_verify_callback(asio::ssl::host_name_verification{name});
  stream.lowest_layer().connect({asio::ip::address_v4::loopback(), port});
  TlsAnswer answer;
  stream.handshake(asio::ssl::stream_base::client, answer.handshake);
  if (answer.handshake) return answer;
  asio::write(stream, asio::buffer(request));
  boost::system::error_code end;
  asio::read(stream, asio::dynamic_buffer(answer.text), end);
  return answer;
}

struct Secure {
  ScratchFolder folder;
  LocalAuthority authority{folder.path(), {"boat.local"}};
  RunningServer server{[this](Router& router, boost::asio::io_context& io, ServerOptions& options) {
    Passwords{folder.file("passwords"), {.passes = 1, .memory_bytes = 8192}}.set(Role::owner,
                                                                                 "correct horse");
    options.sign_in = std::make_shared<SignIn>(io, folder.file("passwords"));
    options.host_names = {"boat.local"};
    options.sign_in->add_routes(router);
    router.get("/x", Role::viewer, [](const Request& request) {
      return Response::text(std::string(100'000, 'x') + (request.secure ? "secure" : "plain"));
    });
  }};
  Secure() {
    server.do_inside([this] { server.server().use_tls(authority.identity()); });
  }
};

constexpr const char* kRequest = "GET /x HTTP/1.1\r\nHost: boat.local\r\nConnection: close\r\n\r\n";

TEST(Tls, AClientThatTrustsTheAuthorityGetsItsAnswer) {
  Secure secure;
  const auto answer = ask_over_tls(secure.server.port(), secure.authority.certificate_pem(),
                                   "boat.local", kRequest);
  EXPECT_FALSE(answer.handshake) << answer.handshake.message();
  EXPECT_TRUE(answer.text.starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(answer.text.ends_with("xsecure"));
}

TEST(Tls, AClientThatDoesNotOrThatWantsAnotherNameDoesNot) {
  Secure secure;
  EXPECT_TRUE(ask_over_tls(secure.server.port(), "", "boat.local", kRequest).handshake);
  EXPECT_TRUE(
      ask_over_tls(secure.server.port(), secure.authority.certificate_pem(), "shed.local", kRequest)
          .handshake);
}

TEST(Tls, OlderThan12IsRefused) {
  Secure secure;
  const auto pem = secure.authority.certificate_pem();
  EXPECT_TRUE(ask_over_tls(secure.server.port(), pem, "boat.local", kRequest,
                           asio::ssl::context::tlsv11_client)
                  .handshake);
  EXPECT_FALSE(ask_over_tls(secure.server.port(), pem, "boat.local", kRequest,
                            asio::ssl::context::tlsv12_client)
                   .handshake);
  EXPECT_FALSE(ask_over_tls(secure.server.port(), pem, "boat.local", kRequest,
                            asio::ssl::context::tlsv13_client)
                   .handshake);
}

TEST(Tls, TheCookieIsBoundToTls) {
  Secure secure;
  const std::string body = R"({"password":"correct horse"})";
  const auto answer = ask_over_tls(
      secure.server.port(), secure.authority.certificate_pem(), "boat.local",
      "POST /api/v1/session HTTP/1.1\r\nHost: boat.local\r\nOrigin: https://boat.local\r\n"
      "Content-Type: application/json\r\nConnection: close\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\n\r\n" + body);
  EXPECT_NE(answer.text.find("Set-Cookie: __Host-cellwarden="), std::string::npos) << answer.text;
  EXPECT_NE(answer.text.find("; Secure\r\n"), std::string::npos);
}

TEST(Tls, PlainHttpGoesOnBesideItForThisMachine) {
  Secure secure;
  EXPECT_TRUE(get(secure.server.port(), "/x").body.ends_with("xplain"));
}

TEST(Tls, ARenewedCertificateIsUsedFromThenOn) {
  Secure secure;
  const ScratchFolder folder;
  const LocalAuthority other{folder.path(), {"boat.local"}};
  secure.server.do_inside([&] { secure.server.server().use_tls(other.identity()); });
  EXPECT_FALSE(ask_over_tls(secure.server.port(), other.certificate_pem(), "boat.local", kRequest)
                   .handshake);
}

TEST(Tls, AKeyOfAnotherCertificateIsAProblem) {
  Secure secure;
  const ScratchFolder folder;
  const LocalAuthority other{folder.path(), {"boat.local"}};
  const TlsIdentity mixed{other.identity().certificates_pem, secure.authority.identity().key_pem};
  EXPECT_THROW(secure.server.do_inside([&] { secure.server.server().use_tls(mixed); }),
               words::Problem);
}

TEST(Tls, AHandshakeThatNeverEndsRunsOutOfTime) {
  ServerOptions options;
  options.limits.head_time = std::chrono::milliseconds{50};
  const ScratchFolder folder;
  const LocalAuthority authority{folder.path(), {}};
  RunningServer server{[](Router&, auto&, auto&) {}, options};
  server.do_inside([&] { server.server().use_tls(authority.identity()); });
  TestClient client{server.port()};
  client.send(std::string_view{"\x16\x03\x01\x02\x00\x01", 6});
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_EQ(server.counts().timed_out, 1U);
}

}  // namespace
}  // namespace cellwarden::web
