// SPDX-License-Identifier: Apache-2.0
// The ASCII lines, the client's side (OUT-4): what a gateway or a browser has to a board of ours or
// to a real 123\SmartBMS. Bytes in, bytes out, news to a sink; time is an argument. It finds out
// whom it talks to, logs in, reads the settings, keeps the stream going, and has one command on the
// way at a time. The session is drawn in docs/protocols/lines.md, "The client's side".
//
//   LinesClient client{1234};
//   client.connect(now);
//   repeat: client.receive(bytes_that_came, now, sink);
//           client.tick(now, sink);                  // at the latest at client.wake_at()
//           send(room.first(client.transmit(room)));  // until it is 0
//   in between: client.read(…), client.command(…) …, and then tick().
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>

#include "cellwarden/core/fixed_list.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/core/units.hpp"
#include "cellwarden/protocol/lines.hpp"
#include "cellwarden/protocol/lines_commands.hpp"
#include "cellwarden/protocol/lines_extensions.hpp"
#include "cellwarden/protocol/lines_reads.hpp"
#include "cellwarden/protocol/lines_records.hpp"
#include "cellwarden/protocol/lines_register_writes.hpp"
#include "cellwarden/protocol/lines_text.hpp"

namespace cellwarden::protocol {

// The real device holds its output until the next byte comes; its app pings that often. Ours does
// not, and gets none.
inline constexpr core::Milliseconds kClientPing{330};
// Nothing has come for so long, neither the answer nor any other line: the command has failed.
// Almost twice the slowest ping of the vendor's apps (1.6 s), which is what an answer may wait for;
// ours answers at once, a write to its store included.
inline constexpr core::Milliseconds kAnswerWait{3000};
// The same while other lines keep coming: 5 kB of records may wait before the answer, and a slow
// Bluetooth link needs some 8 s for them. Also: no line for so long, and the session is over.
inline constexpr core::Milliseconds kSilenceLimit{10'000};
// Quiet for so long: ask for the stream again, which also shows whether anybody is there.
inline constexpr core::Milliseconds kProbeAfter{5000};
inline constexpr std::size_t kClientQueue = 8;  // commands that wait
inline constexpr std::size_t kClientOutput = 512;

enum class LinesPhase : std::uint8_t {
  offline,     // before connect(), after disconnect()
  connecting,  // whom do I talk to, does it take the PIN?
  reading,     // settings and offsets
  live,        // the records flow
  needs_pin,   // nothing flows without the PIN: see access. Goes on after set_pin()
  no_answer,   // no line for 10 s: call connect() again, after a pause that the caller chooses
};

enum class LinesAccess : std::uint8_t {
  not_tried,  // yet, or there is no PIN to try
  logged_in,
  wrong_pin,  // and it is not sent again, in later connections neither, before set_pin() (SET-2)
  locked,     // the board takes no PINs for lock_left; then this one is tried once, by itself
};

enum class LinesDevice : std::uint8_t {
  unknown,
  ours,         // it answered XV: our own records and commands
  public_only,  // a real one, or something else that speaks the public lines
};

// News: the session has changed. Also session().
struct LinesSession {
  LinesPhase phase{LinesPhase::offline};
  LinesAccess access{LinesAccess::not_tried};
  LinesDevice device{LinesDevice::unknown};
  std::optional<Generation> generation;  // empty: not known yet
  std::optional<FirmwareVersion> firmware;
  core::Milliseconds lock_left{};  // as of this news; ours only. With wrong_pin it may be > 0 too

  friend bool operator==(const LinesSession& a, const LinesSession& b);
};

// Of a command that was queued; counts from 1 and never comes twice.
using LineTicket = std::uint32_t;

enum class LineResult : std::uint8_t {
  ok,              // done; settings: and read back equal (SET-1)
  refused,         // KO: nothing has changed
  not_authorised,  // NA: the PIN is needed
  timed_out,       // no answer: it may have been done, or not
  not_understood,  // BEL, or an answer that makes no sense
  not_confirmed,   // OK, but what was read back differs, or could not be read (SET-1)
  not_possible,    // not sent: not over the public lines
  dropped,         // not sent, or no answer: the connection ended
};

// News: what became of a command. Before it come the records that it asked for.
struct LineOutcome {
  LineTicket ticket{0};
  LineResult result{LineResult::ok};
  std::optional<core::SettingsError> reason;  // with refused, if an XF line said why
};

// All that a client tells. The settings and answers that it reads by itself come here too.
using LineNews = std::variant<LinesSession, LineOutcome,
                              // public records of the stream
                              PackRecord, VoltagesRecord, TemperaturesRecord, CellRecord,
                              EnergyRecord, TotalsRecord, HealthRecord, ChargedRecord,
                              // answers to public reads
                              PublicVersion, PublicSettings1, PublicSettings2, PublicSettings3,
                              PublicRelay, PublicLogClock, PublicLogEntry, PublicHistory,
                              // our own records
                              VersionLine, AccessLine, PackLine, CellsLine, CurrentsLine,
                              ChargeLine, WarningsLine, ReasonLine, OutputsLine, EventLine,
                              ClockLine, OffsetLine, SettingsLine, RefusalLine>;

// Lines since the client was made.
struct LinesCounters {
  std::uint32_t lines{0};        // all that ended with a CR, and were not empty
  std::uint32_t broken{0};       // neither record nor answer, or a field is wrong
  std::uint32_t wrong_check{0};  // X lines
  std::uint32_t too_long{0};
  std::uint32_t stray_answers{0};  // nobody had asked, or no more
  std::uint32_t timed_out{0};      // commands, those of the client itself included
};

// A sink is called with `const LineNews&`, e.g. a lambda that does std::visit(). It may queue
// commands and set the PIN, but must not call connect(), disconnect(), receive(), tick().
class LinesClient {
 public:
  // pin: 0…9999; empty: none is sent. Without it a generation 1 or 2 device streams all the same.
  explicit LinesClient(std::optional<std::uint16_t> pin = {});

  // Another PIN, or the same one again on purpose: it is sent once, now or after connect(). A PIN
  // that command() changes is kept by itself.
  void set_pin(std::optional<std::uint16_t> pin);

  // The byte stream is there; start from the beginning. What was on the way is forgotten without
  // news: call disconnect() first. now: never falls, also over several connections. device:
  // public_only if the byte stream knows that it is none of ours: then it is asked nothing of ours.
  void connect(core::Milliseconds now, LinesDevice device = LinesDevice::unknown);
  // The byte stream is gone: every command that waits is `dropped`.
  template <class Sink>
  void disconnect(Sink&& sink) {
    end(report_to(sink));
  }

  // bytes: as they came, in any pieces.
  template <class Sink>
  void receive(std::span<const std::uint8_t> bytes, core::Milliseconds now, Sink&& sink) {
    take(bytes, now, report_to(sink));
  }
  // Time-outs, pings, the next command. Call it at wake_at() at the latest, and after queueing.
  template <class Sink>
  void tick(core::Milliseconds now, Sink&& sink) {
    advance(now, report_to(sink));
  }
  // Moves what is to be sent into `room`, as much as fits; returns how many bytes.
  std::size_t transmit(std::span<std::uint8_t> room);
  // When tick() has something to do if nothing comes; may be in the past. Empty: never.
  [[nodiscard]] std::optional<core::Milliseconds> wake_at() const;

  // Each is queued and waits until the session is live or needs_pin; its ticket comes back in a
  // LineOutcome. Empty: offline, no_answer, the queue is full, or it makes no line (log_in: use
  // set_pin()).
  std::optional<LineTicket> command(const LineCommand& command);  // ours only
  std::optional<LineTicket> request(LineRequest request);         // ours only
  std::optional<LineTicket> read(PublicRead read);                // any device
  std::optional<LineTicket> write(const RegisterWrites& writes);  // any device; all or the first

  [[nodiscard]] const LinesSession& session() const { return session_; }
  [[nodiscard]] const LinesCounters& counters() const { return counters_; }

 private:
  struct Report {
    void* target;
    void (*call)(void* target, const LineNews& news);
    void operator()(const LineNews& news) const { call(target, news); }
  };
  template <class Sink>
  static Report report_to(Sink& sink) {
    using Plain = std::remove_const_t<Sink>;
    return {.target = const_cast<Plain*>(&sink), .call = [](void* target, const LineNews& news) {
              (*static_cast<Sink*>(target))(news);
            }};
  }

  using Request = std::variant<LineCommand, LineRequest, PublicRead, RegisterWrites>;
  struct Item {
    LineTicket ticket{0};
    Request what;
  };
  // What the client does by itself, in this order, with detours.
  enum class Step : std::uint8_t {
    version,         // XV@
    access,          // XA@: are PINs taken now?
    pin,             // PW1234!
    lock,            // XA@: for how long not?
    settings,        // XS@
    offsets,         // XO@
    public_version,  // V@
    settings_1,      // S1@
    settings_2,      // S2@
    settings_3,      // S3@
    stream,          // XE! or E!
    running,         // live or needs_pin; commands are sent
  };
  // One line on its way, and what has come for it.
  struct Exchange {
    bool waiting{false};
    bool probe{false};  // neither a command nor a step
    LineText line;
    core::Milliseconds sent;
    std::optional<PublicRead> read;  // ends with an answer instead of OK, KO, NA
    char record{0};                  // OK without this record of ours is no answer
    bool record_came{false};
    bool echoed{false};
    bool written_shows{false};               // the answer shows what was written
    std::optional<core::Settings> settings;  // XS
    std::optional<core::SettingsError> reason;
  };

  // lines_client.cpp: the queue and the clock.
  void end(Report report);
  void take(std::span<const std::uint8_t> bytes, core::Milliseconds now, Report report);
  void advance(core::Milliseconds now, Report report);
  [[nodiscard]] bool connected() const;
  [[nodiscard]] core::Milliseconds answer_due() const;
  [[nodiscard]] bool ours() const { return session_.device == LinesDevice::ours; }
  [[nodiscard]] bool logged_in() const { return session_.access == LinesAccess::logged_in; }
  [[nodiscard]] bool work_waits() const;
  [[nodiscard]] std::optional<core::Milliseconds> idle_work_at() const;
  void forget_connection();
  void tell_session(Report report);
  void drop_all(LinesPhase phase, Report report);
  void give_up(Report report);
  void ping();
  void go_on(Report report);
  bool send_next(Report report);
  void send_probe();
  void send_line(const LineText& line);
  void send_request(LineRequest request);
  void send_read(PublicRead read);
  std::optional<LineTicket> queue(const Request& request);
  void take_next_item();
  void send_part(Report report);
  void send_part_of(const RegisterWrites& writes);
  void part_done(LineResult result, Report report);
  [[nodiscard]] bool more_parts() const;
  [[nodiscard]] LineResult confirmed(LineResult result) const;
  void item_done(LineResult result, std::optional<core::SettingsError> reason, Report report);
  void finish(LineResult result, Report report);

  // lines_client_start.cpp: who is there, PIN, settings, stream.
  void send_step();
  void step_done(LineResult result, Report report);
  void version_done(LineResult result);
  void access_done();
  void pin_done(LineResult result);
  void public_version_done(LineResult result);
  void stream_done(LineResult result, Report report);
  void probe_done(LineResult result);
  void begin_login();
  void after_login();
  void go_to(Step step);
  void send_stream();

  // lines_client_hearing.cpp: what a line is.
  void hear_byte(std::uint8_t byte, Report report);
  void hear_line(Report report);
  void hear_bell(Report report);
  void sort(std::string_view line, Report report);
  void hear_extension(std::string_view line, Report report);
  bool hear_record(std::string_view line, Report report);
  bool hear_verdict(std::string_view line, Report report);
  bool hear_answer(std::string_view line, Report report);
  [[nodiscard]] bool may_be_answer() const;
  void note(const VersionLine& line);
  void note(const AccessLine& line);
  void note(const CellRecord& record);
  void note(const PublicVersion& version);

  LinesSession session_;
  LinesSession told_;
  LinesCounters counters_;
  std::optional<std::uint16_t> pin_;
  bool pin_wrong_{false};       // until set_pin()
  bool pin_unanswered_{false};  // in this connection
  bool login_wanted_{false};    // anew, as soon as nothing is on the way
  bool echoes_{false};          // so an answer before the echo is a late one
  bool step_repeated_{false};
  Step step_{Step::version};
  std::optional<core::Milliseconds> unlock_at_;
  Exchange exchange_;
  std::optional<Item> item_;  // on the way
  std::uint8_t part_{0};      // of it: its lines so far
  std::array<Item, kClientQueue> queue_{};
  std::size_t queue_first_{0};
  std::size_t queue_size_{0};
  LineTicket last_ticket_{0};
  core::FixedList<char, kMaxLine> line_;  // as far as it has come
  bool skipping_{false};                  // up to the next CR
  ByteQueue<kClientOutput> output_;
  std::size_t unsent_{0};  // bytes of it up to the end of the line on its way
  core::Milliseconds now_;
  core::Milliseconds last_line_;
  core::Milliseconds next_ping_;
};

}  // namespace cellwarden::protocol
