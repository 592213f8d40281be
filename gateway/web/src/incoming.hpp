// SPDX-License-Identifier: Apache-2.0
// One request while it comes in.
#pragma once

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>

#include "connection.hpp"

namespace cellwarden::web {

struct Connection::Incoming {
  explicit Incoming(std::size_t header_bytes) {
    parser.header_limit(static_cast<std::uint32_t>(2 * header_bytes));  // exact: read_head
    parser.body_limit(boost::none);  // by hand: it depends on the route, which is not known yet
  }

  boost::beast::http::request_parser<boost::beast::http::string_body> parser;
  std::shared_ptr<Request> request{std::make_shared<Request>()};
  std::string raw_path;
  const Route* route{nullptr};  // null: a static file
  SignIn::Who who;
  bool head_only{false};   // HEAD
  bool keep_alive{false};  // as far as the other end is concerned
  bool http_1_0{false};
  bool gone{false};  // no answer can be sent any more
};

}  // namespace cellwarden::web
