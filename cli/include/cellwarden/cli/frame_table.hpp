// SPDX-License-Identifier: Apache-2.0
// Data output frames for people: a table of what changes from frame to frame, and a sentence with
// what hardly does.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "cellwarden/cli/frame_fields.hpp"

namespace cellwarden::cli {

// Its columns are as wide as what is in them: first measure() every frame, then append them.
class FrameTable {
 public:
  FrameTable();

  void measure(const CapturedFrame& captured);
  void append_header(std::string& out) const;
  void append_row(std::string& out, const CapturedFrame& captured) const;

 private:
  // text(i): what stands in column i.
  template <class Text>
  void append_line(std::string& out, Text text) const;

  static constexpr std::size_t kColumns = 15;
  std::array<std::size_t, kColumns> widths_{};
};

// Energies, capacity and limits of a frame, and how to read the table's columns.
void append_table_notes(std::string& out, const protocol::DataFrame& newest);

}  // namespace cellwarden::cli
