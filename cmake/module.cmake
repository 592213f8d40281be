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

# What most files of a kind include, compiled once for all of them. Only where CELLWARDEN_PRECOMPILE is on: elsewhere a
# file that forgets an include must not compile.
set(cellwarden_headers_text
  <fmt/format.h> <algorithm> <chrono> <filesystem> <functional> <map> <memory> <optional> <span> <string> <vector>)
set(cellwarden_headers_test
  <gmock/gmock.h> <gtest/gtest.h> <algorithm> <array> <chrono> <cmath> <filesystem> <fstream> <functional> <optional>
  <span> <string> <vector>)

# cellwarden_precompile(TARGET KIND): kind is text or test. All targets of a kind share one compiled file.
function(cellwarden_precompile target kind)
  if(NOT CELLWARDEN_PRECOMPILE)
    return()
  endif()
  set(shared cellwarden_precompiled_${kind})
  if(NOT TARGET ${shared})
    find_package(fmt REQUIRED)
    find_package(GTest REQUIRED)
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/${shared}.cpp CONTENT "// All that matters is what it includes.\n")
    add_library(${shared} OBJECT ${CMAKE_BINARY_DIR}/${shared}.cpp)
    target_link_libraries(${shared} PRIVATE cellwarden_flags)
    if(kind STREQUAL test)
      target_link_libraries(${shared} PRIVATE GTest::gmock)
    else()
      target_link_libraries(${shared} PRIVATE fmt::fmt)
    endif()
    target_precompile_headers(${shared} PRIVATE ${cellwarden_headers_${kind}})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${shared})
endfunction()

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
  cellwarden_precompile(${name} test)
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST)
endfunction()

# cellwarden_bench(NAME SOURCES … LINKS …): one Google Benchmark program; script/bench
# builds and runs them all (target benchmarks): no other build needs them.
function(cellwarden_bench name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
  if(NOT (CELLWARDEN_HOST AND CELLWARDEN_BENCH))
    return()
  endif()
  find_package(benchmark REQUIRED)
  add_executable(${name} EXCLUDE_FROM_ALL ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINKS} cellwarden_flags benchmark::benchmark_main)
  cellwarden_measured(${name})
endfunction()

# cellwarden_measured(TARGET): it is built with the benchmarks.
function(cellwarden_measured target)
  if(NOT TARGET benchmarks)
    add_custom_target(benchmarks)
  endif()
  add_dependencies(benchmarks ${target})
endfunction()
