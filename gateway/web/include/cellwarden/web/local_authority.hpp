// SPDX-License-Identifier: Apache-2.0
// A certificate authority of one's own: a home network has no public one, and browsers give home
// screen apps, wake lock and Bluetooth to secure pages only. Its certificate can vouch for names of
// the home network only, so that installing it on a phone risks nothing beyond it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cellwarden::web {

// What a TLS server shows and proves.
struct TlsIdentity {
  std::string certificates_pem;  // the server's, then the authority's
  std::string key_pem;
};

class LocalAuthority {
 public:
  using Time = std::chrono::system_clock::time_point;

  // names: host names and numeric addresses that the server is called by, on top of this host's
  // name, NAME.local, localhost, 127.0.0.1 and ::1. Files in folder (made if missing, mode 0700):
  // authority-key.pem and server-key.pem hold a key and its certificate together, mode 0600, so
  // that no power cut can part them. A new authority is made when there is none, when it is damaged
  // or near its end, or when it may not vouch for one of the names (see is_new).
  // Throws words::Problem if the folder cannot be used.
  LocalAuthority(std::filesystem::path folder, const std::vector<std::string>& names,
                 Time now = std::chrono::system_clock::now());

  [[nodiscard]] const TlsIdentity& identity() const { return identity_; }

  // Makes a new server certificate when 30 days or less are left. For a daily timer: never throws.
  // When renewed, give identity() to Server::use_tls.
  enum class Renewal : std::uint8_t { not_due, renewed, failed };
  Renewal renew(Time now = std::chrono::system_clock::now()) noexcept;

  // For phones: the authority's certificate, never its key.
  [[nodiscard]] const std::string& certificate_pem() const { return authority_pem_; }
  [[nodiscard]] std::string certificate_der() const;
  // SHA-256, "3F:2A:…", to be compared on the phone.
  [[nodiscard]] std::string fingerprint() const;
  // Made at this start: phones that trusted an older one have to install this one.
  [[nodiscard]] bool is_new() const { return is_new_; }
  [[nodiscard]] Time server_certificate_end() const;

 private:
  void load_or_make_authority(Time now);
  void load_or_make_server(Time now);
  void make_server(Time now);

  std::filesystem::path folder_;
  std::vector<std::string> names_;
  std::string authority_key_;
  std::string authority_pem_;
  TlsIdentity identity_;
  bool is_new_{false};
};

}  // namespace cellwarden::web
