// SPDX-License-Identifier: Apache-2.0
// New keys and certificates: elliptic curve P-256, which every phone and browser knows, signed with
// SHA-256.
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <utility>

#include "certificates.hpp"

namespace cellwarden::web {
namespace {

using std::chrono::hours;

constexpr hours kDay{24};
constexpr auto kAuthorityLife = kDay * 3652;  // ten years
constexpr auto kServerLife = kDay * 397;      // the most that browsers take

// Which names of a home network an authority may vouch for, whatever it is asked to; of the
// addresses, those that are not routed in the Internet (RFC 1918, 3927, 6598, 4193, 4291).
constexpr std::string_view kHomeNames =
    "permitted;DNS:local,permitted;DNS:localhost,permitted;DNS:lan,permitted;DNS:internal,"
    "permitted;DNS:home.arpa,permitted;DNS:fritz.box,"
    "permitted;IP:127.0.0.0/255.0.0.0,permitted;IP:10.0.0.0/255.0.0.0,"
    "permitted;IP:172.16.0.0/255.240.0.0,permitted;IP:192.168.0.0/255.255.0.0,"
    "permitted;IP:169.254.0.0/255.255.0.0,permitted;IP:100.64.0.0/255.192.0.0,"
    "permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,"
    "permitted;IP:fc00::/fe00::,permitted;IP:fe80::/ffc0::";

// Of the names that are given, exactly these.
std::string constraints(const std::vector<std::string>& names) {
  std::string text = "critical," + std::string{kHomeNames};
  for (const std::string& name : names) {
    text += ",permitted;" + name;
    if (!name.starts_with("IP:")) continue;
    const bool four = name.find('.') != std::string::npos;
    text += four ? "/255.255.255.255" : "/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
  }
  return text;
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

bool set_serial(X509* certificate) {
  unsigned char bytes[16];  // NOLINT(modernize-avoid-c-arrays)
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7FU) | 0x40U);  // positive, of full length
  BIGNUM* number = BN_bin2bn(bytes, sizeof bytes, nullptr);
  const bool done = number != nullptr &&
                    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  return done;
}

bool set_times(X509* certificate, Time start, Time end) {
  const auto set = [](ASN1_TIME* place, Time time) {
    return ASN1_TIME_set(place, std::chrono::system_clock::to_time_t(time)) != nullptr;
  };
  return set(X509_getm_notBefore(certificate), start) && set(X509_getm_notAfter(certificate), end);
}

bool set_subject(X509* certificate, const std::string& common_name) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto add = [&](const char* field, const std::string& value) {
    // A common name has at most 64 characters.
    const std::string text = value.substr(0, 64);
    return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                      reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1,
                                      0) == 1;
  };
  return add("O", "Cellwarden") && add("CN", common_name);
}

bool add_extension(X509* certificate, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  const bool done = extension != nullptr && X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return done;
}

Signer begin(const std::string& common_name, Time start, Time end) {
  Signer made{KeyPointer{EVP_EC_gen("P-256")}, CertificatePointer{X509_new()}};
  if (!made) return {};
  X509* certificate = made.certificate.get();
  const bool done = X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
                    set_times(certificate, start, end) && set_subject(certificate, common_name) &&
                    X509_set_pubkey(certificate, made.key.get()) == 1;
  return done ? std::move(made) : Signer{};
}

Signer signed_by(Signer made, X509* issuer, EVP_PKEY* key, bool extensions_done) {
  const bool done = extensions_done &&
                    X509_set_issuer_name(made.certificate.get(), X509_get_subject_name(issuer)) &&
                    X509_sign(made.certificate.get(), key, EVP_sha256()) > 0;
  ERR_clear_error();
  return done ? std::move(made) : Signer{};
}

}  // namespace

Signer make_authority(const std::string& host, const std::vector<std::string>& names, Time now) {
  // A day of grace for clocks that are not quite right.
  Signer made = begin("Cellwarden of " + host, now - kDay, now - kDay + kAuthorityLife);
  if (!made) return {};
  X509* const self = made.certificate.get();
  EVP_PKEY* const key = made.key.get();
  const bool done =
      add_extension(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
      add_extension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign") &&
      add_extension(self, self, NID_subject_key_identifier, "hash") &&
      add_extension(self, self, NID_name_constraints, constraints(names));
  return signed_by(std::move(made), self, key, done);
}

Signer make_server(const Signer& authority, const std::vector<std::string>& names, Time now) {
  X509* const issuer = authority.certificate.get();
  const Time start = std::max(now - kDay, start_of(issuer));
  Signer made = begin("Cellwarden", start, std::min(start + kServerLife, end_of(issuer)));
  if (!made) return {};
  X509* const self = made.certificate.get();
  const bool done = add_extension(self, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                    add_extension(self, issuer, NID_key_usage, "critical,digitalSignature") &&
                    add_extension(self, issuer, NID_ext_key_usage, "serverAuth") &&
                    add_extension(self, issuer, NID_subject_key_identifier, "hash") &&
                    add_extension(self, issuer, NID_authority_key_identifier, "keyid") &&
                    add_extension(self, issuer, NID_subject_alt_name, joined(names));
  return signed_by(std::move(made), issuer, authority.key.get(), done);
}

}  // namespace cellwarden::web
