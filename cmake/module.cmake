# SPDX-License-Identifier: Apache-2.0
# One module = one library with its own include folder, so that a module can include only what it links.

add_library(cellwarden_flags INTERFACE)
target_compile_options(cellwarden_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror)
if(CELLWARDEN_SANITIZE)
  target_compile_options(cellwarden_flags INTERFACE
    -fsanitize=${CELLWARDEN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(cellwarden_flags INTERFACE -fsanitize=${CELLWARDEN_SANITIZE})
  # gcc's manual: sanitizers raise the rate of false alarms, most of all of -Wmaybe-uninitialized (so inside <regex> and
  # boost::optional with gcc 12). The other presets keep the warning.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(cellwarden_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
if(CELLWARDEN_COVERAGE)
  target_compile_options(cellwarden_flags INTERFACE --coverage -fprofile-abs-path)
  target_link_options(cellwarden_flags INTERFACE --coverage)
endif()

# What also runs on a board: no exceptions, no run-time type information.
add_library(cellwarden_board_flags INTERFACE)
target_compile_options(cellwarden_board_flags INTERFACE -fno-exceptions -fno-rtti)

# cellwarden_module(NAME [BOARD] SOURCES … [LINKS …]): library cellwarden_NAME, alias cellwarden::NAME.
function(cellwarden_module name)
  cmake_parse_arguments(arg "BOARD" "" "SOURCES;LINKS" ${ARGN})
  add_library(cellwarden_${name} STATIC ${arg_SOURCES})
  add_library(cellwarden::${name} ALIAS cellwarden_${name})
  target_include_directories(cellwarden_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/include)
  target_link_libraries(cellwarden_${name} PUBLIC ${arg_LINKS} PRIVATE cellwarden_flags)
  if(arg_BOARD)
    target_link_libraries(cellwarden_${name} PRIVATE cellwarden_board_flags)
  endif()
endfunction()

# cellwarden_test(NAME SOURCES … LINKS …): one GoogleTest program, each of its tests known to ctest.
function(cellwarden_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  if(NOT (CELLWARDEN_HOST AND CELLWARDEN_TESTS))
    return()
  endif()
  find_package(GTest REQUIRED)
  include(GoogleTest)
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINKS} cellwarden_flags GTest::gtest_main)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST)
endfunction()

# cellwarden_bench(NAME SOURCES … LINKS …): one Google Benchmark program; script/bench runs them all.
function(cellwarden_bench name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  if(NOT (CELLWARDEN_HOST AND CELLWARDEN_BENCH))
    return()
  endif()
  find_package(benchmark REQUIRED)
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINKS} cellwarden_flags benchmark::benchmark_main)
endfunction()
