// SPDX-License-Identifier: Apache-2.0
// The HTTP/1.1 server: one thread, many bounded connections. On one port it speaks plain HTTP to
// this machine and TLS to all others; it knows who asks and never waits for anybody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/web/limits.hpp"
#include "cellwarden/web/listen_address.hpp"
#include "cellwarden/web/local_authority.hpp"
#include "cellwarden/web/router.hpp"
#include "cellwarden/web/sign_in.hpp"

namespace boost::asio {
class io_context;
}

namespace cellwarden::web {

class ServerState;

struct ServerOptions {
  Limits limits;
  // Without: nobody is more than what loopback gives (viewer and owner), others are anyone.
  std::shared_ptr<SignIn> sign_in;
  // Names that a browser on this machine may call us by, besides localhost, 127.0.0.1 and [::1]
  // (against DNS rebinding). Without port.
  std::vector<std::string> host_names;
  // What went wrong inside, for the log; on any thread. Not called for what peers do wrong, which
  // is only counted.
  std::function<void(std::string_view sentence)> on_fault;
};

// Since the start, but for open_connections. For /metrics.
struct ServerCounts {
  std::size_t open_connections{0};
  std::uint64_t connections{0};
  std::uint64_t refused_connections{0};  // above a limit
  std::uint64_t timed_out{0};            // head, body, write or idle time
  std::uint64_t requests{0};
  std::uint64_t bad_requests{0};  // 4xx by the server itself, before a handler
  std::uint64_t faults{0};        // 5xx
};

class Server {
 public:
  // io: run by one thread only; everything here happens on it unless it says otherwise, and it
  // outlives the server. Keep calling io.run() until all is closed, or destroy the server.
  Server(boost::asio::io_context& io, Router router, ServerOptions options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Needed before listening beyond loopback, and again after a renewal: connections from then on
  // use it. Throws words::Problem if certificate and key do not fit together.
  void use_tls(const TlsIdentity& identity);

  // Throws words::Problem if the address cannot be used (taken, not ours), if it is beyond loopback
  // without use_tls, or if check_listen refuses it. Returns with the real port.
  ListenAddress listen(const ListenAddress& address);

  // Closes listeners and connections at once; requests under way are not answered any more. Worker
  // threads finish what they are at.
  void stop();

  // From any thread.
  [[nodiscard]] ServerCounts counts() const;

 private:
  std::shared_ptr<ServerState> state_;
};

}  // namespace cellwarden::web
