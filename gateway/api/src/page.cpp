// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "cellwarden/api/api.hpp"
#include "embedded.hpp"

namespace cellwarden::api {

std::shared_ptr<const web::StaticFiles> first_page() {
  const std::array files{
      web::EmbeddedFile{"/index.html", "text/html; charset=utf-8", kPageHtml, ""},
      web::EmbeddedFile{"/page.css", "text/css; charset=utf-8", kPageCss, ""},
      web::EmbeddedFile{"/page.js", "text/javascript; charset=utf-8", kPageJs, ""}};
  return std::make_shared<const web::StaticFiles>(web::StaticFiles::embedded(files));
}

}  // namespace cellwarden::api
