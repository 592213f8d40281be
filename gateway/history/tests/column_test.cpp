// SPDX-License-Identifier: Apache-2.0
// The bytes of a column, a table of samples and a roll-up: every value comes back, and nothing that
// a worn card makes of them does harm (PLUS-3).
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>

#include "column.hpp"
#include "packed.hpp"
#include "rollup.hpp"
#include "sample_table.hpp"
#include "story.hpp"

namespace cellwarden::history {
namespace {

using test::kNewYear;
using test::kSecond;

Table back(const Table& table, const std::vector<int>& bases, Effort effort) {
  const auto made = decode_table(encode_table(table, bases, effort));
  EXPECT_TRUE(made.has_value());
  return made.value_or(Table{});
}

// A column without holes may come back without its bitmap: the values count.
bool same(const Column& a, const Column& b) {
  for (std::size_t row = 0; row < a.values.size(); ++row) {
    if (a.has(row) != b.has(row)) return false;
    if (a.has(row) && a.values[row] != b.values[row]) return false;
  }
  return a.values.size() == b.values.size();
}

TEST(Column, EveryNumberComesBack) {
  constexpr auto kLow = std::numeric_limits<std::int64_t>::min();
  constexpr auto kHigh = std::numeric_limits<std::int64_t>::max();
  for (const std::vector<std::int64_t>& values :
       std::vector<std::vector<std::int64_t>>{{0},
                                              {5, 5, 5},
                                              {kLow, kHigh, kLow, 0, -1},
                                              {3300, 3305, 3295, 3300, 4000},
                                              {-1, -2, -3},
                                              {kHigh, kHigh - 1}}) {
    for (const Effort effort : {Effort::quick, Effort::thorough}) {
      const Table table{.rows = values.size(), .columns = {{.values = values, .present = {}}}};
      EXPECT_TRUE(same(back(table, {}, effort).columns[0], table.columns[0]));
    }
  }
}

// Written by hand from docs/history.md; what is on disk must be read for ever.
TEST(Column, TheBytesOfThePageAreRead) {
  const Bytes bytes{
      4,    3,    11,   4, 1,  // four rows, three columns, their sizes
      8,                       // smooth
      0xC8, 0x33, 5,    1,     // first 3300, quantum 5, one low bit
      10,   8,    255,         // tokens: 10 · 2 + 0, 8 · 2 + 1, escape
      2,                       // low bits 0, 1
      0xD7, 0x04,              // escape 599: −300
      7,    0,    0x0B, 3,     // constant, holes, based on column 0; rows 0, 1, 3; −2
      16,                      // nothing is known
  };
  const auto table = decode_table(bytes);
  ASSERT_TRUE(table.has_value());
  // Steps: 10 from the guess 0; −9 from 1 (20 sixteenths); −300 from 0 (one sixteenth).
  EXPECT_EQ(table->columns[0].values, (std::vector<std::int64_t>{3300, 3350, 3260, 1800}));
  EXPECT_EQ(table->columns[1].values, (std::vector<std::int64_t>{3298, 3348, 0, 1798}));
  EXPECT_EQ(table->columns[1].present, (std::vector<std::uint8_t>{1, 1, 0, 1}));
  EXPECT_EQ(table->columns[2].present, (std::vector<std::uint8_t>{0, 0, 0, 0}));
}

RC_GTEST_PROP(Column, AnyColumnsComeBack, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(1, 200);
  const auto count = *rc::gen::inRange<std::size_t>(1, 5);
  Table table{.rows = rows, .columns = {}};
  std::vector<int> bases;
  for (std::size_t i = 0; i < count; ++i) {
    Column column;
    const auto values = *rc::gen::container<std::vector<std::int64_t>>(
        rows,
        rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-9, 9), rc::gen::arbitrary<std::int64_t>(),
                       rc::gen::just<std::int64_t>(3300)));
    const auto holes = *rc::gen::container<std::vector<bool>>(rows, rc::gen::arbitrary<bool>());
    const bool whole = *rc::gen::arbitrary<bool>();
    for (std::size_t row = 0; row < rows; ++row) {
      whole || holes[row] ? column.add(values[row]) : column.add_unknown();
    }
    table.columns.push_back(column);
    bases.push_back(*rc::gen::inRange(-1, static_cast<int>(i)));
  }
  const auto effort = *rc::gen::element(Effort::quick, Effort::thorough);
  const auto made = decode_table(encode_table(table, bases, effort));
  RC_ASSERT(made.has_value());
  RC_ASSERT(made->rows == rows);
  for (std::size_t i = 0; i < count; ++i) RC_ASSERT(same(made->columns[i], table.columns[i]));
}

RC_GTEST_PROP(Column, AnyBytesAreRefusedOrReadWithinTheLimits, ()) {
  const auto bytes = *rc::gen::arbitrary<Bytes>();
  if (const auto made = decode_table(bytes)) {
    RC_ASSERT(made->rows * made->columns.size() <= kMaxValues);
  }
  (void)unpack(bytes);
}

RC_GTEST_PROP(Column, ADamagedByteIsRefusedOrReadWithinTheLimits, ()) {
  SampleTable samples;
  for (int i = 0; i < 40; ++i) samples.add(test::told_at(kNewYear + i * kSecond).whole());
  std::array<Bytes, kParts> plain;
  for (std::size_t part = 0; part < kParts; ++part) {
    plain[part] = samples.encode(static_cast<Part>(part), Effort::thorough);
  }
  Bytes& broken = plain[*rc::gen::inRange<std::size_t>(0, kParts)];
  for (int i = 0; i < 3; ++i) {
    broken[*rc::gen::inRange<std::size_t>(0, broken.size())] = *rc::gen::arbitrary<std::uint8_t>();
  }
  if (const auto made = SampleTable::decode(plain)) {
    std::vector<CellSample> cells;
    for (std::size_t row = 0; row < made->rows(); ++row) (void)made->sample(row, cells);
    for (const Series series : rolled_series(made->cells())) (void)made->series(series);
  }
  (void)read_rollup(1, plain, rolled_series(4));
}

TEST(Column, AFewBytesCannotClaimMuchMemory) {
  Bytes bytes;
  put_number(bytes, kMaxRows);
  put_number(bytes, kMaxColumns);
  for (std::size_t i = 0; i < kMaxColumns; ++i) put_number(bytes, 1);
  for (std::size_t i = 0; i < kMaxColumns; ++i) bytes.push_back(16);  // "no row is known"
  EXPECT_FALSE(decode_table(bytes).has_value());                      // 16 million values
  Bytes endless;
  put_number(endless, 1);
  put_number(endless, 1ULL << 60U);
  EXPECT_FALSE(decode_table(endless).has_value());
}

TEST(Column, OneWrongBitAnywhereInAPartIsSeen) {
  const Bytes packed = pack(Bytes(100, 7), Effort::thorough);
  ASSERT_TRUE(unpack(packed).has_value());
  for (std::size_t bit = 0; bit < packed.size() * 8; ++bit) {
    Bytes broken = packed;
    broken[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(unpack(broken).has_value()) << "bit " << bit;
  }
  EXPECT_FALSE(unpack(BytesView{packed}.first(packed.size() - 1)).has_value());
  EXPECT_FALSE(unpack({}).has_value());
}

TEST(SampleTable, CellsMayComeAndGo) {
  SampleTable samples;
  const std::vector<int> counts{0, 4, 2, 255, 1};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto time = kNewYear + static_cast<std::int64_t>(i) * kSecond;
    samples.add(test::told_at(time, counts[i]).whole());
  }
  std::array<Bytes, kParts> plain;
  for (std::size_t part = 0; part < kParts; ++part) {
    plain[part] = samples.encode(static_cast<Part>(part), Effort::thorough);
  }
  const auto made = SampleTable::decode(plain);
  ASSERT_TRUE(made.has_value());
  std::vector<CellSample> cells;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto time = kNewYear + static_cast<std::int64_t>(i) * kSecond;
    EXPECT_TRUE(test::equal(made->sample(i, cells), test::told_at(time, counts[i]).whole())) << i;
  }
}

// Five, ten and fifteen minutes past: rows of five minutes, whatever the number of pieces.
TEST(Rollup, TellsLowestMeanHighestAndCount) {
  Rollup rollup{1};
  for (const int from : {0, 2}) {  // two pieces
    SampleTable samples;
    for (int i = from; i < from + 2; ++i) {
      Sample sample;
      sample.time_ms = kNewYear + i * 150 * kSecond;
      sample.soc_mpercent = 1000 * (i + 1);
      sample.charge_closed = i == 0;
      samples.add(sample);
    }
    rollup.add(samples);
  }
  ASSERT_EQ(rollup.rows(), 2U);
  std::array<Bytes, kParts> plain;
  for (std::size_t part = 0; part < kParts; ++part) {
    plain[part] = rollup.encode(static_cast<Part>(part));
  }
  const std::vector<Series> wanted{*parse_series("soc"), *parse_series("charge_closed"),
                                   *parse_series("pack_v"), *parse_series("cell_v/1")};
  const auto rows = read_rollup(1, plain, wanted);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(rows->time_ms, (std::vector{kNewYear, kNewYear + 300 * kSecond}));
  EXPECT_EQ(rows->stats[0][0].count, 2);
  EXPECT_EQ(rows->stats[0][0].min, 1000);
  EXPECT_EQ(rows->stats[0][0].max, 2000);
  EXPECT_DOUBLE_EQ(rows->stats[0][0].sum, 3000);
  EXPECT_DOUBLE_EQ(rows->stats[0][1].sum, 7000);
  EXPECT_DOUBLE_EQ(rows->stats[1][0].sum, 1);  // half of the time
  EXPECT_DOUBLE_EQ(rows->stats[1][1].sum, 0);
  EXPECT_EQ(rows->stats[2][0].count, 0);
  EXPECT_EQ(rows->stats[3][0].count, 0);
}

}  // namespace
}  // namespace cellwarden::history
