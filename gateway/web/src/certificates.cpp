// SPDX-License-Identifier: Apache-2.0
#include "certificates.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <ctime>

namespace cellwarden::web {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using BioPointer = std::unique_ptr<BIO, FreeBio>;

BioPointer reading(std::string_view text) {
  return BioPointer{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

std::string written(const BioPointer& bio) {
  char* bytes = nullptr;
  const auto length = BIO_get_mem_data(bio.get(), &bytes);
  return bytes == nullptr ? std::string{} : std::string(bytes, static_cast<std::size_t>(length));
}

Time time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return Time{};
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

std::string ip_text(const ASN1_OCTET_STRING* bytes) {
  namespace ip = boost::asio::ip;
  const unsigned char* data = ASN1_STRING_get0_data(bytes);
  const int length = ASN1_STRING_length(bytes);
  ip::address_v4::bytes_type four{};
  ip::address_v6::bytes_type sixteen{};
  if (length == static_cast<int>(four.size())) {
    std::copy_n(data, four.size(), four.begin());
    return ip::address_v4{four}.to_string();
  }
  if (length != static_cast<int>(sixteen.size())) return {};
  std::copy_n(data, sixteen.size(), sixteen.begin());
  return ip::address_v6{sixteen}.to_string();
}

struct FreeVerification {
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
  void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
};

}  // namespace

Signer read_signer(std::string_view pem) {
  Signer signer;
  const auto key_text = reading(pem);
  const auto certificate_text = reading(pem);
  // A password callback would ask at the terminal; an empty one refuses.
  signer.key.reset(PEM_read_bio_PrivateKey(
      key_text.get(), nullptr, [](char*, int, int, void*) { return -1; }, nullptr));
  signer.certificate.reset(PEM_read_bio_X509(certificate_text.get(), nullptr, nullptr, nullptr));
  const bool fit =
      signer && X509_check_private_key(signer.certificate.get(), signer.key.get()) == 1;
  ERR_clear_error();
  return fit ? std::move(signer) : Signer{};
}

std::string key_pem(EVP_PKEY* key) {
  const BioPointer bio{BIO_new(BIO_s_mem())};
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return written(bio);
}

std::string certificate_pem(X509* certificate) {
  const BioPointer bio{BIO_new(BIO_s_mem())};
  PEM_write_bio_X509(bio.get(), certificate);
  return written(bio);
}

std::string certificate_der(X509* certificate) {
  const BioPointer bio{BIO_new(BIO_s_mem())};
  i2d_X509_bio(bio.get(), certificate);
  return written(bio);
}

std::string sha256_fingerprint(X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned length = 0;
  X509_digest(certificate, EVP_sha256(), hash.data(), &length);
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    if (i > 0) text += ':';
    text += kDigits[hash[i] >> 4U];
    text += kDigits[hash[i] & 0xFU];
  }
  return text;
}

Time start_of(X509* certificate) { return time_of(X509_get0_notBefore(certificate)); }

Time end_of(X509* certificate) { return time_of(X509_get0_notAfter(certificate)); }

std::vector<std::string> names_of(X509* certificate) {
  std::vector<std::string> names;
  auto* const list = static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(list); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(list, i);
    if (name->type == GEN_DNS) {
      const auto* text = ASN1_STRING_get0_data(name->d.dNSName);
      names.push_back("DNS:" +
                      std::string(reinterpret_cast<const char*>(text),
                                  static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))));
    } else if (name->type == GEN_IPADD) {
      names.push_back("IP:" + ip_text(name->d.iPAddress));
    }
  }
  GENERAL_NAMES_free(list);
  std::sort(names.begin(), names.end());
  return names;
}

bool vouches_for(X509* authority, X509* server, std::optional<Time> at) {
  const std::unique_ptr<X509_STORE, FreeVerification> store{X509_STORE_new()};
  const std::unique_ptr<X509_STORE_CTX, FreeVerification> context{X509_STORE_CTX_new()};
  if (!store || !context || X509_STORE_add_cert(store.get(), authority) != 1 ||
      X509_STORE_CTX_init(context.get(), store.get(), server, nullptr) != 1) {
    return false;
  }
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_purpose(rules, X509_PURPOSE_SSL_SERVER);
  if (at) {
    X509_VERIFY_PARAM_set_time(rules, std::chrono::system_clock::to_time_t(*at));
  } else {
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_NO_CHECK_TIME);
  }
  const bool valid = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  return valid;
}

}  // namespace cellwarden::web
