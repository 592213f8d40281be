// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/server.hpp"

#include <sys/resource.h>

#include <algorithm>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/ssl/context.hpp>
#include <utility>

#include "cellwarden/words/problem.hpp"
#include "server_state.hpp"

namespace cellwarden::web {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using words::Problem;
using tcp = asio::ip::tcp;

// Files, links to packs, the history.
constexpr rlim_t kOtherDescriptors = 256;

// A shell gives 1,024 open files, the system allows more. Connections must never take the last one,
// which the history needs.
void fit_into_descriptors(Limits& limits) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  const rlim_t wanted = limits.connections + kOtherDescriptors;
  if (files.rlim_cur < wanted) {
    rlimit more = files;
    more.rlim_cur = std::min(wanted, files.rlim_max);
    if (::setrlimit(RLIMIT_NOFILE, &more) == 0) files = more;
  }
  if (files.rlim_cur < wanted) {
    const rlim_t left = files.rlim_cur > 2 * kOtherDescriptors ? files.rlim_cur - kOtherDescriptors
                                                               : files.rlim_cur / 2;
    limits.connections = static_cast<std::size_t>(left);
  }
}

ServerOptions fitted(ServerOptions options) {
  fit_into_descriptors(options.limits);
  return options;
}

void check(const error_code& error, const ListenAddress& address) {
  if (!error) return;
  const bool taken = error == asio::error::address_in_use;
  throw Problem{
      "--listen " + address.text() + ": " +
      (taken ? "another program listens there. Choose another port." : error.message() + ".")};
}

}  // namespace

Server::Server(asio::io_context& io, Router router, ServerOptions options)
    : state_{std::make_shared<ServerState>(io, std::move(router), fitted(std::move(options)))} {}

Server::~Server() { state_->end(); }

void Server::use_tls(const TlsIdentity& identity) {
  auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX* const native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  // Half of what a connection takes, while it is silent.
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  error_code error;
  context->use_certificate_chain(asio::buffer(identity.certificates_pem), error);
  if (!error) {
    context->use_private_key(asio::buffer(identity.key_pem), asio::ssl::context::pem, error);
  }
  if (error || SSL_CTX_check_private_key(native) != 1) {
    throw Problem{"The TLS certificate and its key cannot be used together."};
  }
  state_->set_tls(std::move(context));
}

ListenAddress Server::listen(const ListenAddress& address) {
  const bool beyond = !address.is_loopback();
  const auto& sign_in = state_->options().sign_in;
  if (beyond && (!sign_in || !sign_in->has_owner_password())) {
    throw Problem{owner_password_missing(address)};
  }
  if (beyond && !state_->tls()) {
    throw Problem{"--listen " + address.text() + ": TLS is needed beyond this machine."};
  }
  error_code error;
  const tcp::endpoint endpoint{asio::ip::make_address(address.address, error), address.port};
  check(error, address);
  tcp::acceptor acceptor{state_->executor()};
  acceptor.open(endpoint.protocol(), error);
  check(error, address);
  acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
  // [::] means IPv4, too.
  if (endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only{false}, error);
  acceptor.bind(endpoint, error);
  check(error, address);
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  check(error, address);
  const auto port = acceptor.local_endpoint(error).port();
  check(error, address);
  state_->listen(std::move(acceptor));
  return {address.address, port};
}

void Server::stop() { state_->stop(); }

ServerCounts Server::counts() const {
  const auto& counts = state_->counts;
  return {counts.open,     counts.connections,  counts.refused, counts.timed_out,
          counts.requests, counts.bad_requests, counts.faults};
}

}  // namespace cellwarden::web
