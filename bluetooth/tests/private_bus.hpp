// SPDX-License-Identifier: Apache-2.0
// A D-Bus of the test's own, in the place of the system bus: nothing of this computer's is seen or
// touched. Make it before anything that has threads.
#pragma once

#include <sys/types.h>

#include <string>

namespace cellwarden::bluetooth {

class PrivateBus {
 public:
  PrivateBus();
  ~PrivateBus();
  PrivateBus(const PrivateBus&) = delete;
  PrivateBus& operator=(const PrivateBus&) = delete;

  void end();

 private:
  std::string folder_;
  std::string address_;
  pid_t process_{-1};
};

}  // namespace cellwarden::bluetooth
