// SPDX-License-Identifier: Apache-2.0
// The app's own files: from a table inside the program, or read once from a folder. All of them are
// in memory and looked up by name, so no path from a request ever reaches the file system.
//
// "/a.js.gz" beside "/a.js" is the same file, packed once when the app was built: whoever accepts
// gzip is sent that, with its own ETag.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "cellwarden/web/request.hpp"
#include "cellwarden/web/response.hpp"

namespace cellwarden::web {

struct EmbeddedFile {
  std::string_view path;          // "/assets/index-3f2a.js"
  std::string_view content_type;  // empty: by the ending of path
  std::string_view bytes;
  std::string_view etag;  // with its quotes; empty: made from the bytes
};

class StaticFiles {
 public:
  // Nothing is copied: the files' bytes must live as long as the program.
  static StaticFiles embedded(std::span<const EmbeddedFile> files);
  // Everything below folder except names that begin with a dot, and links that lead out of it.
  // Throws words::Problem if it cannot be read, has no index.html, or is above 64 MiB.
  static StaticFiles folder(const std::filesystem::path& folder);

  // A path that ends in "/" means its index.html. A path without a dot in its last segment that is
  // no file is the app's own address, and gets /index.html too. If-None-Match is honoured. Below
  // /assets/ names carry a hash, so browsers keep them for a year; all else is asked for each time.
  [[nodiscard]] Response answer(const Request& request) const;

  [[nodiscard]] bool empty() const { return files_.empty(); }

 private:
  struct File {
    std::string content_type;
    SharedBytes content;
    std::string etag;
  };
  void add(std::string path, std::string_view content_type, SharedBytes content,
           std::string_view etag);
  [[nodiscard]] const File* find(std::string_view path) const;

  std::map<std::string, File, std::less<>> files_;
};

}  // namespace cellwarden::web
