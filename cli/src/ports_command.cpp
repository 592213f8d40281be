// SPDX-License-Identifier: Apache-2.0
// Which serial ports there are, and, when asked, which of them carry data output frames.
#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <vector>

#include "cellwarden/cli/run_command.hpp"
#include "cellwarden/gateway/link.hpp"

namespace cellwarden::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds kListenFor{3'500};  // three messages of the slow cycle

// The lasting name of a port, and what it points to now.
std::vector<std::pair<std::string, std::string>> all_ports() {
  std::map<std::string, std::string> lasting;  // device → name by id
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{"/dev/serial/by-id", ignored}) {
    lasting[fs::canonical(entry.path(), ignored).string()] = entry.path().string();
  }
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& entry : fs::directory_iterator{"/dev", ignored}) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("ttyUSB") && !name.starts_with("ttyACM")) continue;
    const auto by_id = lasting.find(entry.path().string());
    found.emplace_back(by_id == lasting.end() ? entry.path().string() : by_id->second,
                       entry.path().string());
  }
  std::ranges::sort(found);
  return found;
}

std::string heard_at(const std::string& port) {
  boost::asio::io_context io{1};
  const auto link =
      gateway::frames_link(io, gateway::LinkKind::serial, gateway::serial_stream(io, port, 9'600));
  link->start([] {});
  io.run_for(kListenFor);
  const gateway::LinkReport report = link->report();
  if (report.good > 0) return fmt::format("carries data output frames ({} heard)", report.good);
  if (!report.sentence.empty()) return report.sentence;
  return report.bytes == 0 ? "silent" : "carries bytes, but no frames";
}

}  // namespace

void run_ports(const PortsCommand& command, std::FILE* out) {
  const auto ports = all_ports();
  if (ports.empty()) {
    fmt::print(out, "there is no serial port (no /dev/ttyUSB*, no /dev/ttyACM*)\n");
    return;
  }
  for (const auto& [name, device] : ports) {
    fmt::print(out, "{}{}", name, name == device ? "" : fmt::format(" ({})", device));
    std::fflush(out);
    if (command.listen) fmt::print(out, ": {}", heard_at(name));
    fmt::print(out, "\n");
  }
}

}  // namespace cellwarden::cli
