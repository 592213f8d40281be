// SPDX-License-Identifier: Apache-2.0
// Files that are part of the program. embed.cmake makes the definitions of them.
#pragma once

#include <span>
#include <string_view>

#include "cellwarden/web/static_files.hpp"

namespace cellwarden::api {

extern const std::string_view kOpenapi;
extern const std::span<const web::EmbeddedFile> kAppFiles;

}  // namespace cellwarden::api
