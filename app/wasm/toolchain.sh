# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034 # those who source this file use what it sets
# What compiles C++ to WebAssembly, for script/wasm and script/same: Debian's clang 16 with libc++, no exceptions.
room_includes=(-Icore/include -Ichain/include -Iprotocol/include -Iboards/include -Itwin/include)
same_everywhere=(-std=c++20 -DNDEBUG -ffp-contract=off -Wno-psabi)
wasm_target=(--target=wasm32-wasi -fno-exceptions -nostdinc++ -isystem /usr/lib/llvm-16/include/wasm32-wasi/c++/v1
  -isystem /usr/lib/llvm-16/include/c++/v1)

# usage: twin_sources [FILE…]      into the array `sources`: the twin with all that it stands on, and those files
twin_sources() {
  mapfile -t sources < <(git ls-files --cached --others --exclude-standard 'core/src/*.cpp' 'chain/src/*.cpp' \
    'protocol/src/*.cpp' 'boards/src/*.cpp' 'twin/src/*.cpp' "$@")
}

# usage: client_sources [FILE…]    into the array `sources`: the rules and the lines, and those files
client_sources() {
  mapfile -t sources < <(git ls-files --cached --others --exclude-standard 'core/src/*.cpp' 'protocol/src/*.cpp' "$@")
}

# usage: build_all FOLDER COMPILER OPTION…      objects of all sources
# shellcheck disable=SC2016 # the inner shell expands them
build_all() {
  local folder=$1
  shift
  mkdir -p "$folder"
  local source
  for source in "${sources[@]}"; do
    printf '%s\n' "$source"
  done | xargs -P "$(nproc)" -I '{}' bash -c '
    set -euo pipefail
    folder=$1; source=$2; shift 2
    "$@" -c "$source" -o "$folder/$(printf %s "$source" | tr / _).o"' _ "$folder" '{}' "$@"
}
