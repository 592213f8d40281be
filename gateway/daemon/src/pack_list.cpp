// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/pack_list.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/history/reader.hpp"
#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/web/whole_file.hpp"
#include "cellwarden/words/problem.hpp"
#include "pack_places.hpp"

namespace cellwarden::daemon {

using api::BookRefusal;
using api::NewPack;
using gateway::LinkKind;

namespace {

constexpr std::size_t kLongestName = 60;
constexpr std::size_t kMostRemoved = 64;  // the newest
constexpr mode_t kPrivate = 0600;

template <class T>
using Or = core::Result<T, BookRefusal>;

BookRefusal bad(std::string sentence) { return {400, "bad_request", std::move(sentence)}; }

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::size_t letters(const std::string& utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::optional<BookRefusal> why_no_name(const std::string& name) {
  const bool plain =
      std::ranges::none_of(name, [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; });
  if (plain && letters(name) <= kLongestName) return {};
  return bad(fmt::format("A name has up to {} letters, in one line.", kLongestName));
}

std::optional<LinkKind> kind_of(const std::string& text) {
  for (const LinkKind kind : {LinkKind::bluetooth, LinkKind::serial, LinkKind::lines}) {
    if (text == name(kind)) return kind;
  }
  return {};
}

// "packs:6: at must be …": the sentence alone, since nobody has written such a file.
std::string without_place(const std::string& sentence) {
  const auto end = sentence.find(": ");
  return end == std::string::npos ? sentence : sentence.substr(end + 2);
}

// As the config would take it.
Or<PackConfig> checked(const NewPack& wanted) {
  const auto kind = kind_of(wanted.kind);
  if (!kind) return core::failure(bad("\"kind\" must be \"bluetooth\", \"serial\" or \"lines\"."));
  if (!wanted.id.empty() && !is_pack_id(wanted.id)) {
    return core::failure(bad("An id has up to 32 letters (a-z, A-Z), digits, - and _."));
  }
  PackConfig pack{.id = wanted.id,
                  .name = trimmed(wanted.name),
                  .links = {{.kind = *kind, .at = trimmed(wanted.at)}}};
  LinkConfig& link = pack.links.front();
  if (link.at.empty()) return core::failure(bad("\"at\" is missing: say where the pack is."));
  if (auto refusal = why_no_name(pack.name)) return core::failure(std::move(*refusal));
  if (auto sentence = why_no_place(*kind, link.at); !sentence.empty()) {
    return core::failure(bad(std::move(sentence)));
  }
  if (wanted.baud) link.baud = static_cast<unsigned>(*wanted.baud);
  link.adapter = wanted.adapter;
  try {
    PackConfig tried = pack;
    if (tried.id.empty()) tried.id = "new";
    static_cast<void>(
        parse_added_packs(added_packs_text({.packs = {std::move(tried)}, .removed = {}}), "packs"));
  } catch (const scenario::ScenarioError& error) {
    return core::failure(bad(without_place(error.what())));
  }
  return pack;
}

AddedPacks read(const std::string& file) {
  struct stat status {};
  if (stat(file.c_str(), &status) != 0 && errno == ENOENT) return {};
  const auto text = web::read_whole_file(file);
  if (!text) {
    throw words::Problem{
        fmt::format("the packs that were added in the app cannot be read from {}: "
                    "{}.",
                    words::in_quotes(file), std::strerror(errno))};
  }
  return parse_added_packs(*text, file);
}

std::string where_of(const LinkConfig& link) {
  return link.kind == LinkKind::bluetooth ? "Bluetooth " + link.at : link.at;
}

}  // namespace

PackList::PackList(std::string file, const Config& config, std::string config_file)
    : file_{std::move(file)},
      config_{config},
      config_file_{std::move(config_file)},
      added_{read(file_)} {
  for (const PackConfig& pack : added_.packs) {
    if (std::ranges::find(config.packs, pack.id, &PackConfig::id) == config.packs.end()) continue;
    throw words::Problem{fmt::format(
        "the pack '{}' stands in {} and was added in the app, too: remove it from one of them, {} "
        "or {}, or give it another id.",
        pack.id, config_file_.empty() ? "the command line" : "the config",
        config_file_.empty() ? "the options" : words::in_quotes(config_file_),
        words::in_quotes(file_))};
  }
}

void PackList::use(gateway::Gateway& gateway, Hands hands) {
  gateway_ = &gateway;
  hands_ = std::move(hands);
}

// Ids stay for ever in the history: none is given to another pack.
std::string PackList::id_for(const PackConfig& pack) const {
  const std::string place = place_of(pack.links.front());
  for (const RemovedPack& it : added_.removed) {
    const LinkConfig link{.kind = it.kind, .at = it.at};
    if (it.kind == pack.links.front().kind && place_of(link) == place &&
        gateway_->find(it.id) == nullptr) {
      return it.id;
    }
  }
  std::set<std::string> known;
  for (const RemovedPack& it : added_.removed) known.insert(it.id);
  if (const auto* history = gateway_->history()) {
    for (const std::string& id : history::HistoryReader{history->path()}.packs()) known.insert(id);
  }
  int number = 1;
  std::string id;
  do {
    id = fmt::format("battery-{}", number++);
  } while (known.contains(id) || gateway_->find(id) != nullptr);
  return id;
}

std::optional<BookRefusal> PackList::why_not(const PackConfig& pack) const {
  if (config_.packs.size() + added_.packs.size() >= kMostPacks) {
    return BookRefusal{409, "too_many", fmt::format("There may be up to {} packs.", kMostPacks)};
  }
  if (gateway_->find(pack.id) != nullptr) {
    return BookRefusal{409, "id_taken",
                       fmt::format("There is a pack with the id '{}' already.", pack.id)};
  }
  const std::string place = place_of(pack.links.front());
  for (const auto& other : gateway_->packs()) {
    for (const gateway::LinkReport& report : other->links()) {
      if (one_form(report.place) != place) continue;
      return BookRefusal{409, "place_taken",
                         fmt::format("{} belongs to the pack '{}' already.",
                                     where_of(pack.links.front()), other->info().name)};
    }
  }
  return {};
}

std::optional<BookRefusal> PackList::write(AddedPacks next) {
  if (next.removed.size() > kMostRemoved) {
    next.removed.erase(next.removed.begin(), next.removed.end() - kMostRemoved);
  }
  if (!web::write_whole_file(file_, added_packs_text(next), kPrivate)) {
    return BookRefusal{503, "not_written",
                       fmt::format("The list of packs cannot be written ({}); nothing has changed.",
                                   std::strerror(errno))};
  }
  added_ = std::move(next);
  return {};
}

void PackList::tell(const std::string& id, const char* kind, std::string sentence) {
  history::Event event;
  event.time_ms = gateway::wall_now().count();
  event.kind = kind;
  event.text = std::move(sentence);
  gateway_->tell(id, std::move(event));
}

Or<std::string> PackList::add(const NewPack& wanted) {
  auto pack = checked(wanted);
  if (!pack) return core::failure(pack.error());
  PackConfig made = *pack;
  if (made.id.empty()) made.id = id_for(made);
  if (made.name.empty()) made.name = made.id;
  if (auto refusal = why_not(made)) return core::failure(std::move(*refusal));
  AddedPacks next = added_;
  next.packs.push_back(made);
  std::erase_if(next.removed, [&](const RemovedPack& it) { return it.id == made.id; });
  const bool first = is_empty();
  if (auto refusal = write(std::move(next))) return core::failure(std::move(*refusal));
  if (first) hands_.first_look(false);
  hands_.connect(made);
  tell(made.id, "pack_added",
       fmt::format("The owner added the pack, at {}.", where_of(made.links.front())));
  return made.id;
}

std::optional<BookRefusal> PackList::find(std::string_view id, std::size_t& index) const {
  const auto found = std::ranges::find(added_.packs, id, &PackConfig::id);
  if (found != added_.packs.end()) {
    index = static_cast<std::size_t>(found - added_.packs.begin());
    return {};
  }
  const auto* pack = gateway_->find(id);
  if (pack != nullptr && pack->info().origin == gateway::PackOrigin::first_look) {
    return BookRefusal{409, "first_look",
                       "This is the simulated system, which is there while there is no pack: it "
                       "goes when the first one is added."};
  }
  return BookRefusal{
      409, "in_config",
      config_file_.empty()
          ? fmt::format(
                "The pack '{}' was named on the command line: start the gateway without it.", id)
          : fmt::format("The pack '{}' stands in {}: change it there, and start the gateway again.",
                        id, config_file_)};
}

std::optional<BookRefusal> PackList::rename(std::string_view id, const std::string& name) {
  std::size_t index = 0;
  if (auto refusal = find(id, index)) return refusal;
  const std::string plain = trimmed(name);
  if (plain.empty()) return bad("\"name\" is missing.");
  if (auto refusal = why_no_name(plain)) return refusal;
  AddedPacks next = added_;
  next.packs[index].name = plain;
  if (auto refusal = write(std::move(next))) return refusal;
  gateway_->rename_pack(id, plain);
  return {};
}

std::optional<BookRefusal> PackList::remove(std::string_view id) {
  std::size_t index = 0;
  if (auto refusal = find(id, index)) return refusal;
  AddedPacks next = added_;
  const PackConfig gone = next.packs[index];
  next.packs.erase(next.packs.begin() + static_cast<std::ptrdiff_t>(index));
  next.removed.push_back(
      {.id = gone.id, .kind = gone.links.front().kind, .at = gone.links.front().at});
  if (auto refusal = write(std::move(next))) return refusal;
  tell(gone.id, "pack_removed", "The owner removed the pack; what it told is kept.");
  gateway_->remove_pack(gone.id);
  if (is_empty()) hands_.first_look(true);
  return {};
}

}  // namespace cellwarden::daemon
