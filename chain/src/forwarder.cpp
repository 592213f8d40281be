// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/chain/forwarder.hpp"

#include <algorithm>

#include "cellwarden/core/little_endian.hpp"
#include "checksum.hpp"

namespace cellwarden::chain {

namespace {

using Bytes = std::span<const std::uint8_t>;

// Puts bytes one behind the other; forward() has made sure of the room.
class Output {
 public:
  explicit Output(std::span<std::uint8_t> out) : out_{out} {}
  void put(Bytes bytes) {
    std::ranges::copy(bytes, out_.subspan(written_).begin());
    written_ += bytes.size();
  }
  void put(std::uint8_t byte) { out_[written_++] = byte; }
  [[nodiscard]] std::size_t written() const { return written_; }

 private:
  std::span<std::uint8_t> out_;
  std::size_t written_{0};
};

constexpr std::uint8_t one_more(std::uint8_t number) {
  return number == 255 ? number : static_cast<std::uint8_t>(number + 1);
}

// The own record takes the place of the incoming CRC; behind it comes the outgoing CRC: the
// complement of the right one if the incoming one was wrong (CHAIN-3).
void pass_crc(Forwarder& forwarder, const Stretch& stretch, const Record& own, Output& out) {
  if (stretch.at == 0) encode_record(own, forwarder.own);
  out.put(Bytes{forwarder.own}.subspan(stretch.at, stretch.length));
  if (stretch.ended == Ended::nothing) return;
  const std::uint32_t right = checksum(forwarder.own, forwarder.parser.crc);
  std::array<std::uint8_t, kCrcBytes> crc{};
  core::put_little_endian(crc, stretch.ended == Ended::message ? right : ~right);
  out.put(crc);
}

// The report's new CRC differs from its old one by what one hop more makes of it, so each byte can
// go on at once, and one that is wrong stays as wrong. A report with 0 hops is none, and stays so.
void pass_hops(Forwarder& forwarder, std::uint8_t heard, Output& out) {
  const std::uint8_t sent = heard == 0 ? heard : one_more(heard);
  const std::array<std::uint8_t, 2> before{kReportStart, heard};
  const std::array<std::uint8_t, 2> after{kReportStart, sent};
  core::put_little_endian(forwarder.flip, checksum(before) ^ checksum(after));
  out.put(sent);
}

void pass_report_crc(const Forwarder& forwarder, const Stretch& stretch, Bytes bytes, Output& out) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out.put(static_cast<std::uint8_t>(bytes[i] ^ forwarder.flip[stretch.at + i]));
  }
}

// What goes out for the bytes of one stretch.
void pass(Forwarder& forwarder, const Stretch& stretch, Bytes bytes, const Record& own,
          Output& out) {
  switch (stretch.part) {
    case Part::start:
      if (inside(forwarder.parser)) out.put(bytes);
      break;
    case Part::head:
    case Part::records: out.put(bytes); break;
    case Part::count: out.put(one_more(bytes[0])); break;
    case Part::count_check: {
      const std::uint8_t right = count_check(one_more(forwarder.parser.count));
      out.put(stretch.ended == Ended::damaged ? static_cast<std::uint8_t>(~right) : right);
      break;
    }
    case Part::crc: pass_crc(forwarder, stretch, own, out); break;
    case Part::hops: pass_hops(forwarder, bytes[0], out); break;
    case Part::report_crc: pass_report_crc(forwarder, stretch, bytes, out); break;
    case Part::damage: break;
  }
}

PassedOn passed_on(const Parser& parser, Ended ended) {
  switch (ended) {
    case Ended::message:
      return {.what = Passed::message, .head = parser.head, .position = one_more(parser.count)};
    case Ended::damaged: return {.what = Passed::damaged};
    case Ended::report: return {.what = Passed::report, .hops = parser.hops};
    case Ended::nothing:
    case Ended::damaged_report: break;
  }
  return {};
}

}  // namespace

PassedOn forward(Forwarder& forwarder, Bytes bytes, const Record& own,
                 std::span<std::uint8_t> out) {
  const std::size_t room = out.size() < kMaxAdded ? 0 : out.size() - kMaxAdded;
  bytes = bytes.first(std::min(bytes.size(), room));
  Output output{out};
  PassedOn result;
  std::size_t consumed = 0;
  while (consumed < bytes.size() && result.what == Passed::nothing) {
    const Bytes rest = bytes.subspan(consumed);
    const Stretch stretch = parse(forwarder.parser, rest);
    pass(forwarder, stretch, rest.first(stretch.length), own, output);
    consumed += stretch.length;
    if (stretch.ended != Ended::nothing) result = passed_on(forwarder.parser, stretch.ended);
  }
  result.consumed = consumed;
  result.written = output.written();
  return result;
}

bool note_pause(Forwarder& forwarder) { return note_pause(forwarder.parser); }

bool inside(const Forwarder& forwarder) { return inside(forwarder.parser); }

}  // namespace cellwarden::chain
