// SPDX-License-Identifier: Apache-2.0
// Files that are part of the program. embed.cmake makes the definitions of them.
#pragma once

#include <string_view>

namespace cellwarden::api {

extern const std::string_view kOpenapi;
extern const std::string_view kPageHtml;
extern const std::string_view kPageCss;
extern const std::string_view kPageJs;

}  // namespace cellwarden::api
