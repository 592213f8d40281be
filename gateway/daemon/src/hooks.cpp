// SPDX-License-Identifier: Apache-2.0
#include "hooks.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <cstring>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

namespace cellwarden::daemon {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kCommandLimit{30};
constexpr milliseconds kLook{20};
constexpr seconds kWebhookLimit{10};
constexpr int kTries = 3;

std::string time_text(std::int64_t time_ms) {
  const std::chrono::sys_time<milliseconds> time{milliseconds{time_ms}};
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", std::chrono::floor<seconds>(time));
}

const char* state_of(const Alert& alert) { return alert.topic.begins ? "begins" : "ends"; }

// The environment of this process, and what the alert says.
std::vector<std::string> environment_of(const Alert& alert) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) all.emplace_back(*entry);
  all.push_back("CELLWARDEN_PACK=" + alert.pack);
  all.push_back("CELLWARDEN_TOPIC=" + alert.topic.topic);
  all.push_back(std::string{"CELLWARDEN_STATE="} + state_of(alert));
  all.push_back("CELLWARDEN_KIND=" + alert.event.kind);
  all.push_back("CELLWARDEN_AT=" + time_text(alert.event.time_ms));
  all.push_back("CELLWARDEN_SENTENCE=" + alert.event.text);
  return all;
}

// The exit status; empty: it had to be ended.
std::optional<int> wait_for(pid_t child) {
  const auto end = std::chrono::steady_clock::now() + kCommandLimit;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() >= end) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      return {};
    }
    std::this_thread::sleep_for(kLook);
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct Address {
  std::string host;
  std::string port{"80"};
  std::string target{"/"};
};

Address split(const std::string& address) {
  constexpr std::string_view kScheme = "http://";
  std::string rest = address.substr(kScheme.size());
  Address parts;
  if (const std::size_t slash = rest.find('/'); slash != std::string::npos) {
    parts.target = rest.substr(slash);
    rest.resize(slash);
  }
  const std::size_t colon = rest.rfind(':');
  const bool port = colon != std::string::npos && rest.find(']', colon) == std::string::npos;
  if (port) parts.port = rest.substr(colon + 1);
  parts.host = port ? rest.substr(0, colon) : rest;
  if (parts.host.starts_with('[') && parts.host.ends_with(']')) {
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  }
  return parts;
}

std::string body_of(const Alert& alert) {
  return nlohmann::json{{"pack", alert.pack},
                        {"topic", alert.topic.topic},
                        {"state", state_of(alert)},
                        {"kind", alert.event.kind},
                        {"at", time_text(alert.event.time_ms)},
                        {"sentence", alert.event.text}}
      .dump();
}

// One try, with one time limit for all of it.
class Post {
 public:
  Post(const Address& address, const std::string& body)
      : host_{address.host}, port_{address.port}, resolver_{io_}, stream_{io_} {
    request_.method(http::verb::post);
    request_.target(address.target);
    request_.version(11);
    request_.set(http::field::host, address.host);
    request_.set(http::field::user_agent, "cellwarden");
    request_.set(http::field::content_type, "application/json");
    request_.set(http::field::connection, "close");
    request_.body() = body;
    request_.prepare_payload();
  }

  // What went wrong.
  std::optional<std::string> run() {
    problem_ = "it took longer than 10 s";
    resolver_.async_resolve(host_, port_, [this](const auto& error, const auto& found) {
      if (failed(error)) return;
      stream_.async_connect(found, [this](const auto& error2, const auto& /*where*/) {
        if (!failed(error2)) send();
      });
    });
    io_.run_for(kWebhookLimit);
    return problem_;
  }

 private:
  bool failed(const beast::error_code& error) {
    if (error) problem_ = error.message();
    return static_cast<bool>(error);
  }
  void send() {
    http::async_write(stream_, request_, [this](const auto& error, std::size_t /*size*/) {
      if (failed(error)) return;
      http::async_read(stream_, buffer_, answer_, [this](const auto& error2, std::size_t /*n*/) {
        if (failed(error2)) return;
        problem_.reset();
        if (answer_.result_int() >= 300) {
          problem_ = fmt::format("it answered {}", answer_.result_int());
        }
      });
    });
  }

  std::string host_;
  std::string port_;
  asio::io_context io_{1};
  asio::ip::tcp::resolver resolver_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_{std::size_t{64} * 1024};
  http::request<http::string_body> request_;
  http::response<http::string_body> answer_;
  std::optional<std::string> problem_;
};

}  // namespace

std::optional<std::string> run_command(const std::string& command, const Alert& alert) {
  std::vector<std::string> environment = environment_of(alert);
  std::vector<char*> entries;
  entries.reserve(environment.size() + 1);
  for (std::string& entry : environment) entries.push_back(entry.data());
  entries.push_back(nullptr);
  std::string shell = "sh";
  std::string option = "-c";
  std::string text = command;
  std::array<char*, 4> arguments{shell.data(), option.data(), text.data(), nullptr};
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t child = 0;
  const int error =
      posix_spawn(&child, "/bin/sh", nullptr, &attributes, arguments.data(), entries.data());
  posix_spawnattr_destroy(&attributes);
  if (error != 0) return fmt::format("the alert command cannot be run: {}", std::strerror(error));
  const auto status = wait_for(child);
  if (!status) return "the alert command took longer than 30 s, and was ended";
  if (*status != 0) return fmt::format("the alert command ended with exit code {}", *status);
  return {};
}

std::optional<std::string> call_webhook(const std::string& address, const Alert& alert) {
  const Address parts = split(address);
  const std::string body = body_of(alert);
  std::optional<std::string> problem;
  for (int i = 0; i < kTries; ++i) {
    if (i > 0) std::this_thread::sleep_for(seconds{i});
    problem = Post{parts, body}.run();
    if (!problem) return {};
  }
  return fmt::format("the webhook {} could not be told: {}", address, *problem);
}

}  // namespace cellwarden::daemon
