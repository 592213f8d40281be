// SPDX-License-Identifier: Apache-2.0
// A file as a whole.
#pragma once

#include <string>

namespace cellwarden::cli {

// path: a file, or "-" for standard input. Any bytes. Throws Problem if it cannot be read, or is
// larger than 1 GiB.
std::string read_text_file(const std::string& path);

}  // namespace cellwarden::cli
