// SPDX-License-Identifier: Apache-2.0
// A status as JSON, group by group: numbers carry their unit in the name, what is not known is
// null, and each group has "at", when it was read (UTC, ms since 1970). Cells share "cells_at"; one
// that was read earlier has an "at" of its own.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "cellwarden/gateway/bank.hpp"
#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/pack.hpp"
#include "cellwarden/history/sample.hpp"

namespace cellwarden::gateway {

// The whole pack: name, links, status, cells.
nlohmann::json pack_json(const Pack& pack, Times times);
// The same for who has no Pack: the simulator in the browser.
nlohmann::json pack_json(const PackInfo& info, const Status& status,
                         std::span<const LinkReport> links, Times times);
// The cells alone: "cells" of pack_json.
nlohmann::json cells_json(const Status& status, Times times);
nlohmann::json settings_json(const Status& status);
nlohmann::json links_json(const Pack& pack);
nlohmann::json links_json(std::span<const LinkReport> reports);
nlohmann::json bank_json(const BankStatus& bank);
nlohmann::json event_json(const std::string& pack, const history::Event& event);

// What is different in `now`: objects are compared member by member, everything else as a whole; a
// member that is gone is null, as one that is not known any more. Empty object: nothing.
nlohmann::json changes(const nlohmann::json& before, const nlohmann::json& now);

}  // namespace cellwarden::gateway
