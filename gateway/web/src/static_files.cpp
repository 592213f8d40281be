// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/static_files.hpp"

#include <sodium.h>

#include <array>
#include <memory>
#include <utility>

#include "cellwarden/web/whole_file.hpp"
#include "cellwarden/words/problem.hpp"
#include "url.hpp"

namespace cellwarden::web {
namespace {

namespace fs = std::filesystem;
using words::Problem;

constexpr std::size_t kMaxFolderBytes = std::size_t{64} * 1024 * 1024;

struct ContentType {
  std::string_view ending;
  std::string_view type;
};
constexpr std::array kContentTypes{
    ContentType{".css", "text/css; charset=utf-8"},
    ContentType{".csv", "text/csv; charset=utf-8"},
    ContentType{".html", "text/html; charset=utf-8"},
    ContentType{".ico", "image/x-icon"},
    ContentType{".js", "text/javascript; charset=utf-8"},
    ContentType{".json", "application/json"},
    ContentType{".map", "application/json"},
    ContentType{".mjs", "text/javascript; charset=utf-8"},
    ContentType{".pdf", "application/pdf"},
    ContentType{".png", "image/png"},
    ContentType{".svg", "image/svg+xml"},
    ContentType{".toml", "text/plain; charset=utf-8"},
    ContentType{".txt", "text/plain; charset=utf-8"},
    ContentType{".wasm", "application/wasm"},
    ContentType{".webmanifest", "application/manifest+json"},
    ContentType{".webp", "image/webp"},
    ContentType{".woff2", "font/woff2"},
};

std::string_view content_type_of(std::string_view path) {
  for (const auto& [ending, type] : kContentTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

std::string etag_of(std::string_view bytes) {
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  std::array<char, 33> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return "\"" + std::string{text.data()} + "\"";
}

// "W/" does not matter for this question (RFC 9110, 13.1.2).
bool has_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const auto end = std::min(if_none_match.find(','), if_none_match.size());
    std::string_view one = trimmed(if_none_match.substr(0, end));
    if_none_match.remove_prefix(std::min(end + 1, if_none_match.size()));
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag || one == "*") return true;
  }
  return false;
}

// "gzip", "br, gzip;q=0.8"; not "gzip;q=0", which refuses it (RFC 9110, 12.5.3).
bool accepts_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const auto end = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view one = accept_encoding.substr(0, end);
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    const auto name_end = std::min(one.find(';'), one.size());
    if (!same_ignoring_case(trimmed(one.substr(0, name_end)), "gzip")) continue;
    const auto weight = one.find("q=", name_end);
    if (weight == std::string_view::npos) return true;
    return one.find_first_of("123456789", weight) != std::string_view::npos;
  }
  return false;
}

bool has_hidden_part(const fs::path& relative) {
  for (const fs::path& part : relative) {
    if (part.native().starts_with('.')) return true;
  }
  return false;
}

bool lies_within(const fs::path& file, const fs::path& folder) {
  const fs::path relative = file.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

void StaticFiles::add(std::string path, std::string_view content_type, SharedBytes content,
                      std::string_view etag) {
  File file;
  file.content_type = content_type.empty() ? content_type_of(path) : content_type;
  file.etag = etag.empty() ? etag_of(content.bytes) : std::string{etag};
  file.content = std::move(content);
  files_.insert_or_assign(std::move(path), std::move(file));
}

StaticFiles StaticFiles::embedded(std::span<const EmbeddedFile> files) {
  StaticFiles result;
  for (const EmbeddedFile& file : files) {
    result.add(std::string{file.path}, file.content_type, {file.bytes, nullptr}, file.etag);
  }
  return result;
}

StaticFiles StaticFiles::folder(const fs::path& folder) {
  StaticFiles result;
  const std::string name = folder.string();
  try {
    const fs::path real_folder = fs::canonical(folder);
    std::size_t total = 0;
    for (const auto& entry : fs::recursive_directory_iterator{real_folder}) {
      const fs::path relative = entry.path().lexically_relative(real_folder);
      if (!entry.is_regular_file() || has_hidden_part(relative)) continue;
      if (!lies_within(fs::canonical(entry.path()), real_folder)) continue;
      total += entry.file_size();
      if (total > kMaxFolderBytes) throw Problem{"The folder " + name + " is above 64 MiB."};
      auto bytes = read_whole_file(entry.path(), kMaxFolderBytes);
      if (!bytes) throw Problem{"The file " + entry.path().string() + " cannot be read."};
      const auto kept = std::make_shared<const std::string>(std::move(*bytes));
      result.add("/" + relative.generic_string(), "", {*kept, kept}, "");
    }
  } catch (const fs::filesystem_error& error) {
    throw Problem{"The folder " + name + " cannot be read: " + error.code().message() + "."};
  }
  if (result.find("/index.html") == nullptr) {
    throw Problem{"The folder " + name + " has no index.html, so it is not the web app."};
  }
  return result;
}

const StaticFiles::File* StaticFiles::find(std::string_view path) const {
  const auto place = files_.find(path);
  return place == files_.end() ? nullptr : &place->second;
}

Response StaticFiles::answer(const Request& request) const {
  std::string path = request.path;
  if (path.ends_with('/')) path += "index.html";
  const File* file = find(path);
  const bool is_address = path.find('.', path.rfind('/') + 1) == std::string::npos;
  if (file == nullptr && is_address) {
    path = "/index.html";
    file = find(path);
  }
  if (file == nullptr) {
    return Response::error(404, "not_found", "There is no page " + request.path + ".");
  }
  const bool hashed_name = path.starts_with("/assets/");
  const char* keep = hashed_name ? "public, max-age=31536000, immutable" : "no-cache";
  const File* packed = find(path + ".gz");
  const bool send_packed =
      packed != nullptr && accepts_gzip(request.header("Accept-Encoding").value_or(""));
  const File& sent = send_packed ? *packed : *file;
  Response response;
  if (has_etag(request.header("If-None-Match").value_or(""), sent.etag)) {
    response.status = 304;
  } else {
    response = Response::shared(sent.content, file->content_type);
    if (send_packed) response.headers.emplace_back("Content-Encoding", "gzip");
  }
  if (packed != nullptr) response.headers.emplace_back("Vary", "Accept-Encoding");
  return std::move(response).with("ETag", sent.etag).with("Cache-Control", keep);
}

}  // namespace cellwarden::web
