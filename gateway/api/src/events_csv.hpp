// SPDX-License-Identifier: Apache-2.0
// What happened and what was changed, newest first, as CSV that is made while it is sent:
// "time,kind,severity,number,value,limit,sentence,simulated".
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "cellwarden/history/reader.hpp"
#include "cellwarden/web/response.hpp"

namespace cellwarden::api {

// A change of a setting among the kinds of events.
inline constexpr const char* kSettingChanged = "setting_changed";

class EventsCsv {
 public:
  // query: kinds may hold kSettingChanged; its limit and before_id are not used.
  EventsCsv(const std::string& file, history::EventQuery query);

  // On one thread at a time.
  web::Chunk next(std::string& chunk);

 private:
  template <class Row>
  struct Source {
    history::EventQuery query;
    std::deque<Row> rows{};
    bool more{true};
  };
  void fill();

  history::HistoryReader reader_;
  Source<history::PackEvent> events_;
  Source<history::PackSettingsChange> changes_;
  bool begun_{false};
};

}  // namespace cellwarden::api
