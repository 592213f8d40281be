// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/readings_file.hpp"

#include <gtest/gtest.h>

#include "cellwarden/words/problem.hpp"
#include "scratch_folder.hpp"

namespace cellwarden::cli {
namespace {

using namespace core::literals;
using core::ReadingFault;
using core::RecordedMessage;
using test::ScratchFolder;

const std::string header =
    "time_s,current_in_a,current_out_a,comm,cell_1_v,cell_2_v,cell_1_c,cell_2_c\n";

// The sentence with which this text is refused, without the file's name; empty if it is taken.
std::string refusal(const std::string& text) {
  const ScratchFolder folder;
  const std::string path = folder.with("in.csv", text);
  try {
    ReadingsFile file{path, 2};
    while (file.next()) {
    }
  } catch (const words::Problem& problem) {
    return std::string{problem.what()}.substr(path.size() + 1);
  }
  return "";
}

std::string refusal_of_rows(const std::string& rows) { return refusal(header + rows); }

class OneRow {
 public:
  explicit OneRow(const std::string& row) : file_{folder_.with("in.csv", header + row), 2} {
    message = file_.next().value();
    time_text = file_.time_text();
  }
  RecordedMessage message;
  std::string time_text;

 private:
  ScratchFolder folder_;
  ReadingsFile file_;
};

// PLUS-4
TEST(ReadingsFile, ReadsARow) {
  const OneRow row{"1.50,-0.6,5,1,3.2995,3.3,25.0004,-5"};
  EXPECT_EQ(row.message.time, 1500_ms);
  EXPECT_EQ(row.time_text, "1.50");
  EXPECT_TRUE(row.message.intact);
  EXPECT_EQ(row.message.current_in, -600_mA);
  EXPECT_EQ(row.message.current_out, 5_A);
  EXPECT_EQ(row.message.cells[0].voltage, 3300_mV);
  EXPECT_EQ(row.message.cells[1].voltage, 3300_mV);
  EXPECT_EQ(row.message.cells[0].temperature, 25_C);
  EXPECT_EQ(row.message.cells[1].temperature, -5_C);
  EXPECT_TRUE(row.message.cells[0].valid());
}

// IN-4
TEST(ReadingsFile, AnEmptySecondCurrentIsNoSecondSensor) {
  EXPECT_FALSE(OneRow{"0,5,,1,3.3,3.3,25,25"}.message.current_out);
}

// CELL-7
TEST(ReadingsFile, EmptyNanAndInfiniteReadingsAreInvalidOnes) {
  const OneRow row{"0,0,0,1,,nan,inf,-inf"};
  EXPECT_EQ(row.message.cells[0].voltage_fault, ReadingFault::missing);
  EXPECT_EQ(row.message.cells[1].voltage_fault, ReadingFault::not_a_number);
  EXPECT_EQ(core::checked(row.message.cells[0]).temperature_fault, ReadingFault::too_high);
  EXPECT_EQ(core::checked(row.message.cells[1]).temperature_fault, ReadingFault::too_low);
}

// CELL-7
TEST(ReadingsFile, ANumberFarOutsideIsAnImpossibleReadingAndNoError) {
  const OneRow row{"0,0,0,1,1e30,-1e30,999999999999,3"};
  EXPECT_EQ(core::checked(row.message.cells[0]).voltage_fault, ReadingFault::too_high);
  EXPECT_EQ(core::checked(row.message.cells[1]).voltage_fault, ReadingFault::too_low);
  EXPECT_EQ(core::checked(row.message.cells[0]).temperature_fault, ReadingFault::too_high);
}

// PLUS-4
TEST(ReadingsFile, InARowThatDidNotArriveOnlyTheTimeCounts) {
  const OneRow row{"7,x,y,0,junk,,,"};
  EXPECT_FALSE(row.message.intact);
  EXPECT_EQ(row.message.time, 7_s);
  EXPECT_EQ(refusal_of_rows("0,x,y,0,junk,,\n"), "2: this row has 7 columns instead of 8.");
}

TEST(ReadingsFile, OfAHeaderAloneHasNoRows) { EXPECT_EQ(refusal(header), ""); }

TEST(ReadingsFile, RefusesAnotherHeader) {
  EXPECT_EQ(refusal("").substr(0, 22), "1: the file is empty; ");
  EXPECT_EQ(refusal("time,current_in_a\n"),
            "1: column 1 is called 'time', but it must be 'time_s' for a pack of 2 cells.");
  EXPECT_EQ(refusal("time_s,current_in_a,current_out_a,comm,cell_1_v,cell_1_c\n"),
            "1: column 6 is called 'cell_1_c', but it must be 'cell_2_v' for a pack of 2 cells.");
  EXPECT_EQ(refusal(header.substr(0, header.size() - 1) + ",cell_3_c\n"),
            "1: the header has 9 columns, but a pack of 2 cells needs 8: 4 and a voltage and a "
            "temperature of each cell.");
  EXPECT_EQ(refusal("time_s,current_in_a,current_out_a,comm,cell_1_v,cell_2_v,cell_1_c\n"),
            "1: the header has 7 columns, but a pack of 2 cells needs 8: 4 and a voltage and a "
            "temperature of each cell.");
}

TEST(ReadingsFile, RefusesTimesThatDoNotRise) {
  EXPECT_EQ(refusal_of_rows("1,0,0,1,3,3,25,25\n1,0,0,0,3,3,25,25\n"),
            "3: time_s is '1' again: to the millisecond the same as in the row before; times must "
            "rise.");
  EXPECT_EQ(refusal_of_rows("1,0,0,0,3,3,25,25\n1.0004,0,0,1,3,3,25,25\n").substr(0, 2), "3:");
  EXPECT_EQ(refusal_of_rows("1,0,0,1,3,3,25,25\n0.5,0,0,0,3,3,25,25\n"),
            "3: time_s falls from 1 to '0.5'; times must rise.");
  for (const char* time : {"nan", "inf", "", "x", "1e30"}) {
    EXPECT_EQ(refusal_of_rows(std::string{time} + ",0,0,0,,,,\n").substr(0, 12), "2: time_s is");
  }
}

TEST(ReadingsFile, RefusesWhatIsNeitherAReadingNorNone) {
  EXPECT_EQ(
      refusal_of_rows("0,0,0,1,3.3,3.3V,25,25\n"),
      "2: cell_2_v is '3.3V', which is not a voltage in volts; leave it empty if there was no "
      "reading.");
  EXPECT_EQ(refusal_of_rows("0,0,0,1,3.3,3.3,warm,25\n"),
            "2: cell_1_c is 'warm', which is not a temperature in °C; leave it empty if there was "
            "no reading.");
}

TEST(ReadingsFile, RefusesCurrentsThatAreEmptyOrNotFinite) {
  EXPECT_EQ(refusal_of_rows("0,,0,1,3,3,25,25\n"),
            "2: current_in_a is '', which is not a current in amperes.");
  for (const char* current : {"nan", "inf", "-inf", "five"}) {
    EXPECT_NE(refusal_of_rows(std::string{"0,"} + current + ",0,1,3,3,25,25\n"), "");
    EXPECT_NE(refusal_of_rows(std::string{"0,0,"} + current + ",1,3,3,25,25\n"), "");
  }
  EXPECT_EQ(refusal_of_rows("0,1000000,0,1,3,3,25,25\n"), "");
  EXPECT_NE(refusal_of_rows("0,1000000.001,0,1,3,3,25,25\n"), "");
}

// IN-4
TEST(ReadingsFile, RefusesASecondSensorThatComesAndGoes) {
  const std::string with = ",0,0,1,3,3,25,25\n";
  const std::string without = ",0,,1,3,3,25,25\n";
  EXPECT_EQ(refusal_of_rows("0" + with + "1" + without).substr(0, 28),
            "3: current_out_a is empty, b");
  EXPECT_EQ(refusal_of_rows("0" + without + "1" + with).substr(0, 28),
            "3: current_out_a has a value");
  EXPECT_EQ(refusal_of_rows("0" + without + "1,0,5,0,,,,\n2" + without), "")
      << "a row that did not arrive says nothing about it";
}

TEST(ReadingsFile, RefusesAnotherCommThan0And1) {
  for (const char* comm : {"2", "", "true", "1.0", " 1"}) {
    EXPECT_EQ(refusal_of_rows(std::string{"0,0,0,"} + comm + ",3,3,25,25\n").substr(0, 10),
              "2: comm is")
        << comm;
  }
}

TEST(ReadingsFile, TakesEmptyLinesAtTheEndOnly) {
  EXPECT_EQ(refusal_of_rows("0,0,0,1,3,3,25,25\r\n\r\n  \n"), "");
  EXPECT_EQ(refusal_of_rows("0,0,0,1,3,3,25,25\n\n1,0,0,1,3,3,25,25\n"),
            "3: this line is empty; remove it.");
}

}  // namespace
}  // namespace cellwarden::cli
