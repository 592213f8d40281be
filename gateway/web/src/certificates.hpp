// SPDX-License-Identifier: Apache-2.0
// Keys and certificates as values, over OpenSSL's C: made, read, written, compared. Nothing here
// throws; what fails is empty.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellwarden::web {

using Time = std::chrono::system_clock::time_point;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, Free>;
using CertificatePointer = std::unique_ptr<X509, Free>;

struct Signer {
  KeyPointer key;
  CertificatePointer certificate;
  explicit operator bool() const { return key && certificate; }
};

// Reading and writing (certificates.cpp).
// Of a text that holds a key and its certificate; empty if they do not fit together.
Signer read_signer(std::string_view pem);
std::string key_pem(EVP_PKEY* key);
std::string certificate_pem(X509* certificate);
std::string certificate_der(X509* certificate);
std::string sha256_fingerprint(X509* certificate);
Time start_of(X509* certificate);
Time end_of(X509* certificate);
// "DNS:boat.local", "IP:192.168.1.20", sorted.
std::vector<std::string> names_of(X509* certificate);
// The chain, the name constraints and the purpose, at that time; without: at no particular time.
bool vouches_for(X509* authority, X509* server, std::optional<Time> at);

// Making (certificate_making.cpp). Empty if OpenSSL fails.
// names as names_of gives them; the authority may vouch for them and for home networks, and for
// nothing else.
Signer make_authority(const std::string& host, const std::vector<std::string>& names, Time now);
Signer make_server(const Signer& authority, const std::vector<std::string>& names, Time now);

}  // namespace cellwarden::web
