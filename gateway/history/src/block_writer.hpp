// SPDX-License-Identifier: Apache-2.0
// Journal rows become blocks, blocks become roll-ups: what is done inside one transaction of the
// writer. Every function: false if the database failed (Database::error()).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "blocks.hpp"
#include "database.hpp"
#include "sample_table.hpp"

namespace cellwarden::history {

// What the newest rows of a pack in the journal are.
struct JournalState {
  std::int64_t pack{0};  // its id; 0: not looked up yet
  std::size_t rows{0};
  std::int64_t window{0};  // of kRaw
};

class BlockWriter {
 public:
  explicit BlockWriter(Database& database) : database_{database} {}

  // Looks up the pack, or makes it known, and what the journal has of it.
  bool load(std::string_view name, JournalState& state);

  // All samples in one window. Makes a block of the journal first if they belong to another one, or
  // if it would become too long.
  bool add_to_journal(JournalState& state, const SampleTable& samples);

  // Straight into a block; all samples in one window.
  bool add_block(std::int64_t pack, const SampleTable& samples);

  [[nodiscard]] std::uint64_t bad_blocks() const { return bad_; }
  [[nodiscard]] std::uint64_t blocks_written() const { return written_; }

 private:
  struct Added {
    std::int64_t id;
    std::int64_t first_ms;
  };

  bool seal(JournalState& state);
  std::optional<Added> insert(std::int64_t pack, std::size_t level, std::int64_t first_ms,
                              std::int64_t last_ms, std::size_t rows,
                              const std::array<Bytes, kParts>& packed);
  bool sum_up(std::int64_t pack, Added added);
  std::optional<std::optional<Added>> fold(std::int64_t pack, std::size_t level,
                                           std::int64_t window, std::int64_t above,
                                           std::int64_t below);
  bool note(bool ok);

  Database& database_;
  std::uint64_t bad_{0};
  std::uint64_t written_{0};
};

}  // namespace cellwarden::history
