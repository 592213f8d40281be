// SPDX-License-Identifier: Apache-2.0
// The past as a file: a download that is made while it is sent, and an import that goes to the
// history's own thread in pieces, so that live readings are written in between.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "asked_series.hpp"
#include "cellwarden/history/csv_import.hpp"
#include "csv_download.hpp"
#include "refusal.hpp"
#include "routes.hpp"

namespace cellwarden::api {

using nlohmann::json;
using web::Role;

namespace {

constexpr std::size_t kMaxImport = std::size_t{64} * 1024 * 1024;
constexpr std::size_t kImportPiece = std::size_t{256} * 1024;

web::Response download(Api& api, const web::Request& request) {
  const auto pack = asked_id(api, request);
  if (!pack) return answer(pack.error());
  if (api.readers.file().empty()) {
    return web::Response::error(404, "no_history", "This gateway keeps no history.");
  }
  const auto span = asked_span(request);
  if (!span) return answer(span.error());
  const auto series = asked_series(request);
  if (!series) return answer(series.error());
  const auto csv =
      std::make_shared<CsvDownload>(api.readers.file(), *pack, *series, span->from_ms, span->to_ms);
  return web::Response::stream("text/csv; charset=utf-8",
                               [csv](std::string& chunk) { return csv->next(chunk); })
      .with("Content-Disposition", fmt::format("attachment; filename=\"{}.csv\"", *pack));
}

// One import on its way through the history's thread.
struct Import {
  web::Responder responder;
  Shared api;
  gateway::HistoryKeeper& keeper;
  std::string pack;
  std::unique_ptr<history::CsvImport> csv;
  std::size_t taken{0};

  ~Import() { api->importing = false; }
};

void finish(const Import& import, bool good) {
  const history::CsvCounts& counts = import.csv->counts();
  const json body{
      {"rows", counts.rows},
      {"added", counts.added},
      {"known_before", counts.known_before},
      {"unreadable", counts.unreadable},
      {"first_problem", counts.first_problem.empty() ? json(nullptr) : json(counts.first_problem)}};
  if (good) {
    import.responder.send(answer(body));
  } else {
    import.responder.send(web::Response::error(
        422, "not_imported",
        fmt::format("The file could not be imported: {}", counts.first_problem)));
  }
}

void go_on(const std::shared_ptr<Import>& import, history::History& history) {
  if (!import->csv) import->csv = std::make_unique<history::CsvImport>(history, import->pack);
  const std::string& body = import->responder.request().body;
  const std::string_view piece = std::string_view{body}.substr(import->taken, kImportPiece);
  import->taken += piece.size();
  if (!import->csv->feed(piece)) return finish(*import, false);
  if (import->taken == body.size()) return finish(*import, import->csv->finish());
  import->keeper.run([import](history::History& later) { go_on(import, later); });
}

void upload(const Shared& api, const web::Responder& responder) {
  const auto pack = asked_pack(*api, responder.request());
  if (!pack) return responder.send(answer(pack.error()));
  gateway::HistoryKeeper* keeper = api->gateway.history();
  if (keeper == nullptr) {
    return responder.send(
        web::Response::error(404, "no_history", "This gateway keeps no history."));
  }
  if (api->importing.exchange(true)) {
    return responder.send(web::Response::error(
        409, "busy", "Another file is being imported. Please try again when it is done."));
  }
  const auto import = std::make_shared<Import>(responder, api, *keeper, (*pack)->info().id);
  keeper->run([import](history::History& history) { go_on(import, history); });
}

}  // namespace

void add_csv_routes(web::Router& router, const Shared& api) {
  const std::string path = "/api/v1/packs/{pack}/history.csv";
  router.get(path, Role::viewer, with(api, download)).on_worker = true;
  web::Route import;
  import.method = web::Method::post;
  import.pattern = path;
  import.role = Role::owner;
  import.handler = [api](const web::Responder& responder) { upload(api, responder); };
  import.max_body = kMaxImport;
  import.content_types = {"text/csv"};
  router.add(std::move(import));
}

}  // namespace cellwarden::api
