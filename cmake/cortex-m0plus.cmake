# SPDX-License-Identifier: Apache-2.0
# The smallest microcontroller that the boards may have.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR arm)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_CXX_FLAGS_INIT
  "-mcpu=cortex-m0plus -mthumb -ffreestanding -ffunction-sections -fdata-sections -fcallgraph-info=su")
set(CMAKE_CXX_FLAGS_MINSIZEREL_INIT "-Os")
