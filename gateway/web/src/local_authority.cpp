// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/local_authority.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

#include "cellwarden/web/whole_file.hpp"
#include "cellwarden/words/problem.hpp"
#include "certificates.hpp"
#include "peers.hpp"
#include "url.hpp"

namespace cellwarden::web {
namespace {

using std::chrono::hours;
using words::Problem;

constexpr hours kRenewBefore{24 * 30};
constexpr hours kAuthorityRenewBefore{24 * 397};  // a server's certificate must fit in

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "localhost";
  const std::string host = lower(name.data());
  return host.empty() ? "localhost" : host;
}

bool is_host_name(std::string_view name) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-._";
  return !name.empty() && name.size() <= 253 && name.front() != '.' &&
         name.find_first_not_of(kLetters) == std::string_view::npos;
}

std::string tagged(const std::string& name) {
  if (is_numeric_address(name)) return "IP:" + plain_address(name);
  const std::string text = lower(name);
  if (!is_host_name(text)) {
    throw Problem{words::in_quotes(name) +
                  " is no host name: use letters, digits, dots and hyphens."};
  }
  return "DNS:" + text;
}

// What certificates call the server; sorted, each once, wildcards of listening left out.
std::vector<std::string> all_names(const std::vector<std::string>& given) {
  const std::string host = host_name();
  std::vector<std::string> names{"DNS:localhost", "IP:127.0.0.1", "IP:::1"};
  if (is_host_name(host)) {
    names.push_back("DNS:" + host);
    if (host.find('.') == std::string::npos) names.push_back("DNS:" + host + ".local");
  }
  for (const std::string& name : given) {
    if (name != "0.0.0.0" && name != "::") names.push_back(tagged(name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::create_directories(folder, error) &&
      !std::filesystem::is_directory(folder)) {
    throw Problem{"The folder " + folder.string() +
                  " for the TLS certificates cannot be made: " + error.message() + "."};
  }
  ::chmod(folder.c_str(), S_IRWXU);
}

[[noreturn]] void cannot_write(const std::filesystem::path& file) {
  throw Problem{"The file " + file.string() + " cannot be written: " + std::strerror(errno) + "."};
}

// Key and certificate in one file, so that there is never one without the other.
void write_signer(const std::filesystem::path& file, const Signer& signer) {
  if (!signer) throw Problem{"OpenSSL could not make a certificate."};
  const std::string text = key_pem(signer.key.get()) + certificate_pem(signer.certificate.get());
  if (!write_whole_file(file, text, S_IRUSR | S_IWUSR)) cannot_write(file);
}

Signer read_signer_file(const std::filesystem::path& file) {
  const auto text = read_whole_file(file);
  return text ? read_signer(*text) : Signer{};
}

}  // namespace

LocalAuthority::LocalAuthority(std::filesystem::path folder, const std::vector<std::string>& names,
                               Time now)
    : folder_{std::move(folder)}, names_{all_names(names)} {
  make_folder(folder_);
  load_or_make_authority(now);
  load_or_make_server(now);
}

void LocalAuthority::load_or_make_authority(Time now) {
  const auto file = folder_ / "authority-key.pem";
  Signer authority = read_signer_file(file);
  if (authority) {
    // A clock before its start means a clock that is wrong, as on a computer without one: no reason
    // to make all phones install another.
    const bool ends_soon = end_of(authority.certificate.get()) - now <= kAuthorityRenewBefore;
    const Signer trial = web::make_server(authority, names_, now);
    const bool may =
        trial && vouches_for(authority.certificate.get(), trial.certificate.get(), std::nullopt);
    if (ends_soon || !may) authority = Signer{};
  }
  if (!authority) {
    authority = make_authority(host_name(), names_, now);
    write_signer(file, authority);
    is_new_ = true;
  }
  authority_pem_ = web::certificate_pem(authority.certificate.get());
  authority_key_ = key_pem(authority.key.get());
  // A copy to give away.
  const auto copy = folder_ / "authority.pem";
  if (read_whole_file(copy) != authority_pem_ &&
      !write_whole_file(copy, authority_pem_, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH)) {
    cannot_write(copy);
  }
}

void LocalAuthority::load_or_make_server(Time now) {
  const Signer authority = read_signer(authority_key_ + authority_pem_);
  const Signer server = read_signer_file(folder_ / "server-key.pem");
  X509* const certificate = server.certificate.get();
  const bool good = server && names_of(certificate) == names_ &&
                    end_of(certificate) - now > kRenewBefore &&
                    vouches_for(authority.certificate.get(), certificate, std::nullopt);
  if (!good) {
    make_server(now);
    return;
  }
  identity_ = {web::certificate_pem(certificate) + authority_pem_, key_pem(server.key.get())};
}

void LocalAuthority::make_server(Time now) {
  const Signer authority = read_signer(authority_key_ + authority_pem_);
  const Signer server = web::make_server(authority, names_, now);
  write_signer(folder_ / "server-key.pem", server);
  identity_ = {web::certificate_pem(server.certificate.get()) + authority_pem_,
               key_pem(server.key.get())};
}

LocalAuthority::Renewal LocalAuthority::renew(Time now) noexcept {
  try {
    if (server_certificate_end() - now > kRenewBefore) return Renewal::not_due;
    make_server(now);
    return Renewal::renewed;
  } catch (const std::exception&) {
    return Renewal::failed;
  }
}

std::string LocalAuthority::certificate_der() const {
  const Signer authority = read_signer(authority_key_ + authority_pem_);
  return web::certificate_der(authority.certificate.get());
}

std::string LocalAuthority::fingerprint() const {
  const Signer authority = read_signer(authority_key_ + authority_pem_);
  return sha256_fingerprint(authority.certificate.get());
}

LocalAuthority::Time LocalAuthority::server_certificate_end() const {
  const Signer server = read_signer(identity_.key_pem + identity_.certificates_pem);
  return end_of(server.certificate.get());
}

}  // namespace cellwarden::web
