// SPDX-License-Identifier: Apache-2.0
// The client and a board of ours.
#pragma once

#include <gtest/gtest.h>

#include "lines_link.hpp"

namespace cellwarden::protocol::test {

class LinesClientOurs : public testing::Test {
 protected:
  void go_live() {
    link.connect();
    ASSERT_TRUE(link.reach(LinesPhase::live));
  }
  static LineCommand settings_with(void (*change)(core::Settings& settings)) {
    LineCommand command;
    command.action = LineAction::write_settings;
    command.settings.profile = core::Profile::exact;  // as the board of the tests has it
    change(command.settings);
    return command;
  }
  std::optional<LineResult> result_of(const LineCommand& command) {
    return link.result(link.client.command(command));
  }

  OurDevice device;
  LinesBoard& board{device.board};
  LinesLink link{device, 1234};
};

}  // namespace cellwarden::protocol::test
