// SPDX-License-Identifier: Apache-2.0
// Where the frames of the data output go (OUT-3): a serial line, a pipe or a pseudo terminal. Each
// is one burst with silence behind it, whatever the computer does meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cellwarden/cli/byte_port.hpp"
#include "cellwarden/cli/pseudo_terminal.hpp"
#include "cellwarden/protocol/data_frame.hpp"

namespace cellwarden::cli {

class FramePort {
 public:
  FramePort() = default;
  virtual ~FramePort() = default;
  FramePort(const FramePort&) = delete;
  FramePort& operator=(const FramePort&) = delete;
  FramePort(FramePort&&) = delete;
  FramePort& operator=(FramePort&&) = delete;

  // Sent whole, or dropped whole.
  virtual void send(const protocol::FrameBytes& frame) = 0;
  // The rest of one that was taken in part, and who comes and goes.
  virtual void look() = 0;
};

// An existing serial line (set to 9600 8N1) or pipe. Throws Problem if it is neither, or cannot be
// opened; when it goes away later, it is opened again.
std::unique_ptr<FramePort> frame_port(const std::string& path);
std::unique_ptr<FramePort> frame_port(PseudoTerminal terminal);

// Keeps the distance between frames. After the computer hung or slept it sends the newest one only.
class FrameClock {
 public:
  void due(const protocol::FrameBytes& frame) { newest_ = frame; }
  // The frame that may begin at now_s.
  std::optional<protocol::FrameBytes> take(double now_s);

 private:
  std::optional<protocol::FrameBytes> newest_;
  std::optional<double> sent_s_;
};

}  // namespace cellwarden::cli
