// SPDX-License-Identifier: Apache-2.0
// What the handlers share. It lives as long as the routes do; everything but `readers`, `options`
// and Gateway::info_of() is used on the server's thread only.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "cellwarden/api/api.hpp"
#include "cellwarden/core/access.hpp"
#include "cellwarden/gateway/device_search.hpp"
#include "readers.hpp"

namespace cellwarden::api {

struct Api {
  Api(boost::asio::io_context& the_io, gateway::Gateway& the_gateway, ApiOptions the_options)
      : io{the_io},
        gateway{the_gateway},
        options{std::move(the_options)},
        readers{gateway.history() == nullptr ? std::string{} : gateway.history()->path()},
        search{the_io, std::move(options.finders)} {}
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;
  // A calculation under way is told to end, and waited for.
  ~Api() {
    ending = true;
    calculations.join();
  }

  boost::asio::io_context& io;
  gateway::Gateway& gateway;
  ApiOptions options;
  Readers readers;
  gateway::DeviceSearch search;

  // Packs to which something is being written. A second writer would start from a set of settings
  // that the first one is about to replace.
  std::set<const gateway::Pack*> writing;
  // PINs that were tried with a link that has none, by pack (SET-2).
  std::map<const gateway::Pack*, core::PinGuard> sign_ins;
  std::atomic<bool> importing{false};
  std::atomic<bool> calculating{false};
  std::atomic<bool> ending{false};
  // What takes seconds and begins with what only the server's thread may read (what if).
  boost::asio::thread_pool calculations{1};
};

using Shared = std::shared_ptr<Api>;

}  // namespace cellwarden::api
