// SPDX-License-Identifier: Apache-2.0
// Which serial ports there are, and, when asked, which of them carry data output frames.
#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "cellwarden/cli/run_command.hpp"
#include "cellwarden/gateway/finder.hpp"
#include "cellwarden/gateway/link.hpp"

namespace cellwarden::cli {

namespace {

constexpr std::chrono::milliseconds kListenFor{3'500};  // three messages of the slow cycle

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
  const auto ports = gateway::serial_ports({});
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
