// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/local_authority.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "cellwarden/words/problem.hpp"
#include "certificates.hpp"
#include "scratch_folder.hpp"

namespace cellwarden::web {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
constexpr hours kDay{24};
constexpr Time kNow = Time{} + hours{24 * 365 * 56};

mode_t mode_of(const std::string& file) {
  struct stat about {};
  ::stat(file.c_str(), &about);
  return about.st_mode & 0777U;
}

Signer server_of(const LocalAuthority& authority) {
  return read_signer(authority.identity().key_pem + authority.identity().certificates_pem);
}

// The authority's own certificate with any key is enough to verify.
CertificatePointer authority_of(const ScratchFolder& folder) {
  return std::move(read_signer(folder.text_of("authority-key.pem")).certificate);
}

TEST(LocalAuthority, VouchesForItsServerByAllItsNames) {
  const ScratchFolder folder;
  const LocalAuthority authority{folder.path(), {"Boat.Example", "192.168.1.20", "0.0.0.0"}, kNow};
  EXPECT_TRUE(authority.is_new());
  const Signer server = server_of(authority);
  ASSERT_TRUE(server);
  const auto names = names_of(server.certificate.get());
  for (const char* name :
       {"DNS:localhost", "DNS:boat.example", "IP:192.168.1.20", "IP:127.0.0.1", "IP:::1"}) {
    EXPECT_EQ(std::count(names.begin(), names.end(), name), 1) << name;
  }
  EXPECT_EQ(std::count(names.begin(), names.end(), "IP:0.0.0.0"), 0);
  EXPECT_TRUE(vouches_for(authority_of(folder).get(), server.certificate.get(), kNow));
}

TEST(LocalAuthority, KeysAreReadableByTheirOwnerOnly) {
  const ScratchFolder folder;
  const LocalAuthority authority{folder.path(), {}, kNow};
  EXPECT_EQ(mode_of(folder.file("authority-key.pem")), 0600U);
  EXPECT_EQ(mode_of(folder.file("server-key.pem")), 0600U);
  EXPECT_EQ(mode_of(folder.path().string()), 0700U);
  EXPECT_EQ(folder.text_of("authority.pem"), authority.certificate_pem());
  EXPECT_EQ(authority.certificate_pem().find("KEY"), std::string::npos);
  EXPECT_EQ(authority.fingerprint().size(), 32U * 3 - 1);
  EXPECT_EQ(authority.certificate_der()[0], 0x30);
}

TEST(LocalAuthority, CannotVouchForTheRestOfTheWorld) {
  const ScratchFolder folder;
  const LocalAuthority authority{folder.path(), {"boat.example"}, kNow};
  const Signer signer = read_signer(folder.text_of("authority-key.pem"));
  const auto may = [&](const std::string& name) {
    const Signer server = make_server(signer, {name}, kNow);
    return vouches_for(signer.certificate.get(), server.certificate.get(), kNow);
  };
  for (const char* name :
       {"DNS:boat.local", "DNS:boat.example", "DNS:a.boat.example", "IP:10.1.2.3",
        "IP:192.168.255.255", "IP:172.31.255.255", "IP:fd00::1"}) {
    EXPECT_TRUE(may(name)) << name;
  }
  for (const char* name : {"DNS:bank.example", "DNS:example", "DNS:notlocal", "IP:8.8.8.8",
                           "IP:192.169.0.0", "IP:172.32.0.0", "IP:2001:db8::1"}) {
    EXPECT_FALSE(may(name)) << name;
  }
}

TEST(LocalAuthority, LivesTenYearsAndItsServer397Days) {
  const ScratchFolder folder;
  const LocalAuthority authority{folder.path(), {}, kNow};
  const auto ca = authority_of(folder);
  const Signer server = server_of(authority);
  EXPECT_EQ(end_of(ca.get()) - start_of(ca.get()), kDay * 3652);
  EXPECT_EQ(end_of(server.certificate.get()) - start_of(server.certificate.get()), kDay * 397);
  const Time end = authority.server_certificate_end();
  EXPECT_TRUE(vouches_for(ca.get(), server.certificate.get(), end - seconds{1}));
  EXPECT_FALSE(vouches_for(ca.get(), server.certificate.get(), end + seconds{1}));
}

TEST(LocalAuthority, StaysTheSameWhenOpenedAgain) {
  const ScratchFolder folder;
  const LocalAuthority first{folder.path(), {"boat.local"}, kNow};
  const LocalAuthority again{folder.path(), {"boat.local"}, kNow + kDay * 300};
  EXPECT_FALSE(again.is_new());
  EXPECT_EQ(again.certificate_pem(), first.certificate_pem());
  EXPECT_EQ(again.identity().certificates_pem, first.identity().certificates_pem);
  EXPECT_EQ(again.identity().key_pem, first.identity().key_pem);
}

TEST(LocalAuthority, RenewsTheServersCertificateWhen30DaysAreLeft) {
  const ScratchFolder folder;
  LocalAuthority authority{folder.path(), {}, kNow};
  const Time end = authority.server_certificate_end();
  const auto before = authority.identity().certificates_pem;
  EXPECT_EQ(authority.renew(end - kDay * 30 - seconds{1}), LocalAuthority::Renewal::not_due);
  EXPECT_EQ(authority.renew(end - kDay * 30), LocalAuthority::Renewal::renewed);
  EXPECT_NE(authority.identity().certificates_pem, before);
  EXPECT_GT(authority.server_certificate_end(), end + kDay * 300);
  const LocalAuthority again{folder.path(), {}, end - kDay * 29};
  EXPECT_EQ(again.identity().certificates_pem, authority.identity().certificates_pem);
}

TEST(LocalAuthority, ANewHomeNameNeedsOnlyANewServerCertificate) {
  const ScratchFolder folder;
  const LocalAuthority first{folder.path(), {}, kNow};
  const LocalAuthority second{folder.path(), {"shed.local", "192.168.7.7"}, kNow};
  EXPECT_FALSE(second.is_new());
  EXPECT_NE(second.identity().certificates_pem, first.identity().certificates_pem);
}

TEST(LocalAuthority, ANameThatItMayNotVouchForNeedsANewOne) {
  const ScratchFolder folder;
  const LocalAuthority first{folder.path(), {}, kNow};
  const LocalAuthority second{folder.path(), {"bms.example"}, kNow};
  EXPECT_TRUE(second.is_new());
  EXPECT_TRUE(vouches_for(authority_of(folder).get(), server_of(second).certificate.get(), kNow));
}

TEST(LocalAuthority, AClockThatIsBehindIsNoReasonForANewOne) {
  const ScratchFolder folder;
  const LocalAuthority first{folder.path(), {}, kNow};
  const LocalAuthority at_1970{folder.path(), {}, Time{} + kDay};
  EXPECT_FALSE(at_1970.is_new());
  EXPECT_EQ(at_1970.identity().certificates_pem, first.identity().certificates_pem);
}

TEST(LocalAuthority, DamagedFilesAreReplaced) {
  const ScratchFolder folder;
  const LocalAuthority first{folder.path(), {}, kNow};
  const auto server = folder.with("server-key.pem", "not a key");
  const LocalAuthority second{folder.path(), {}, kNow};
  EXPECT_FALSE(second.is_new());
  EXPECT_TRUE(server_of(second));
  const auto authority = folder.with("authority-key.pem", first.certificate_pem());
  const LocalAuthority third{folder.path(), {}, kNow};
  EXPECT_TRUE(third.is_new());
  EXPECT_TRUE(vouches_for(authority_of(folder).get(), server_of(third).certificate.get(), kNow));
}

TEST(LocalAuthority, AFolderThatCannotBeUsedOrANameThatIsNoneIsAProblem) {
  const ScratchFolder folder;
  const auto file = folder.with("file", "x");
  EXPECT_THROW((LocalAuthority{file, {}, kNow}), words::Problem);
  for (const char* name : {"a b", "x,permitted;DNS:com", "", "*.local", ".com"}) {
    EXPECT_THROW((LocalAuthority{folder.path() / "tls", {name}, kNow}), words::Problem) << name;
  }
}

}  // namespace
}  // namespace cellwarden::web
