// SPDX-License-Identifier: Apache-2.0
#include "private_bus.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace cellwarden::bluetooth {

namespace {

constexpr const char* kConfig =
    R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%FOLDER%/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
)";

}  // namespace

PrivateBus::PrivateBus() {
  std::string folder = "/tmp/cellwarden-bus-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error{"no folder for a bus"};
  folder_ = folder;
  std::string config = kConfig;
  config.replace(config.find("%FOLDER%"), 8, folder_);
  std::ofstream{folder_ + "/bus.conf"} << config;
  std::array<int, 2> said{};
  if (pipe(said.data()) != 0) throw std::runtime_error{"no pipe"};
  process_ = fork();
  if (process_ == 0) {
    const std::string file = "--config-file=" + folder_ + "/bus.conf";
    prctl(PR_SET_PDEATHSIG, SIGTERM);  // it must not outlive a test that is killed
    dup2(said[1], 3);
    execlp("dbus-daemon", "dbus-daemon", file.c_str(), "--nofork", "--nopidfile",
           "--print-address=3", nullptr);
    _exit(127);
  }
  close(said[1]);
  std::array<char, 512> line{};
  const ssize_t length = read(said[0], line.data(), line.size());
  close(said[0]);
  if (length <= 0) throw std::runtime_error{"dbus-daemon does not start; script/setup installs it"};
  address_ = std::string{line.data(), static_cast<std::size_t>(length)};
  address_.resize(address_.find('\n'));
  setenv("DBUS_SYSTEM_BUS_ADDRESS", address_.c_str(), 1);
}

PrivateBus::~PrivateBus() {
  end();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void PrivateBus::end() {
  if (process_ <= 0) return;
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
  process_ = -1;
}

}  // namespace cellwarden::bluetooth
