// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "cellwarden/cli/decode_command.hpp"
#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/words/problem.hpp"
#include "scratch_folder.hpp"

namespace cellwarden::cli {
namespace {

using nlohmann::ordered_json;
using test::ScratchFolder;
using Lines = std::vector<std::string>;

constexpr const char* kGolden = CELLWARDEN_GOLDEN_FOLDER "/uart_REFERENCE_16s_20frames.hex";

const Lines& frame_keys() {
  static const Lines keys{"offset",
                          "pack_voltage_v",
                          "current_in_a",
                          "current_out_a",
                          "battery_current_a",
                          "cell_voltage_min_v",
                          "cell_voltage_min_cell",
                          "cell_voltage_max_v",
                          "cell_voltage_max_cell",
                          "temperature_min_c",
                          "temperature_min_cell",
                          "temperature_max_c",
                          "temperature_max_cell",
                          "cell",
                          "cell_count",
                          "cell_voltage_v",
                          "cell_temperature_c",
                          "charge_allowed",
                          "discharge_allowed",
                          "warnings",
                          "soc_calibrated",
                          "energy_in_today_wh",
                          "energy_stored_wh",
                          "energy_out_today_wh",
                          "soc_percent",
                          "energy_in_total_kwh",
                          "energy_out_total_kwh",
                          "key",
                          "value",
                          "capacity_kwh",
                          "v_min_v",
                          "v_max_v",
                          "v_bypass_v"};
  return keys;
}

Lines lines_in(std::FILE* file) {
  std::string text;
  std::rewind(file);
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file))
    text.push_back(static_cast<char>(c));
  std::fclose(file);
  std::istringstream stream{text};
  Lines lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

struct Said {
  Lines out;
  Lines notes;
  std::string problem;
};

Said decode(const DecodeCommand& command) {
  std::FILE* out = std::tmpfile();
  std::FILE* notes = std::tmpfile();
  std::string problem;
  try {
    run_decode(command, out, notes);
  } catch (const words::Problem& caught) {
    problem = caught.what();
  }
  return {lines_in(out), lines_in(notes), problem};
}

std::string bytes_of(const protocol::DataFrame& frame) {
  const protocol::FrameBytes bytes = protocol::encode(frame);
  return {bytes.begin(), bytes.end()};
}

Said decode_frame(const protocol::DataFrame& frame, DecodeCommand command) {
  const ScratchFolder folder;
  command.capture = folder.with("capture", bytes_of(frame));
  return decode(command);
}

ordered_json first_json(const protocol::DataFrame& frame) {
  return ordered_json::parse(decode_frame(frame, {.capture = {}, .json = true}).out.at(0));
}

TEST(DecodeCommand, JsonHasOneObjectALineWithTheseKeysInThisOrder) {
  const Said said = decode({.capture = kGolden, .json = true});
  ASSERT_EQ(said.out.size(), 20U);
  for (const std::string& line : said.out) {
    const ordered_json frame = ordered_json::parse(line);
    Lines names;
    for (const auto& item : frame.items()) names.push_back(item.key());
    EXPECT_EQ(names, frame_keys());
  }
}

TEST(DecodeCommand, JsonSaysWhatTheGoldenFramesSay) {
  const Said said = decode({.capture = kGolden, .json = true});
  const auto frame = ordered_json::parse(said.out.at(4));
  EXPECT_EQ(frame, ordered_json::parse(R"({
      "offset": 232, "pack_voltage_v": 53.08, "current_in_a": 12.5, "current_out_a": 4.25,
      "battery_current_a": 8.25, "cell_voltage_min_v": 3.28, "cell_voltage_min_cell": 1,
      "cell_voltage_max_v": 3.355, "cell_voltage_max_cell": 16, "temperature_min_c": 18.144,
      "temperature_min_cell": 1, "temperature_max_c": 24.143, "temperature_max_cell": 7, "cell": 5,
      "cell_count": 16, "cell_voltage_v": 3.3, "cell_temperature_c": 21.572,
      "charge_allowed": true, "discharge_allowed": true, "warnings": [], "soc_calibrated": true,
      "energy_in_today_wh": 1500, "energy_stored_wh": 7467, "energy_out_today_wh": 800,
      "soc_percent": 49, "energy_in_total_kwh": 2345, "energy_out_total_kwh": 2111, "key": 4,
      "value": 2, "capacity_kwh": 15.0, "v_min_v": 2.8, "v_max_v": 3.65, "v_bypass_v": 3.4})"));
}

// IN-4
TEST(DecodeCommand, JsonHasNullForACurrentThatIsNotAvailable) {
  protocol::DataFrame frame;
  frame.battery_current = core::Milliamps{-125};
  const ordered_json json = first_json(frame);
  EXPECT_TRUE(json["current_in_a"].is_null());
  EXPECT_TRUE(json["current_out_a"].is_null());
  EXPECT_EQ(json["battery_current_a"], -0.125);
}

TEST(DecodeCommand, JsonHasNullForTheKeyOfGenerations1And2) {
  protocol::DataFrame frame;
  frame.trailer = protocol::DeviceTime{.hour = 24, .minute = 30};
  EXPECT_TRUE(first_json(frame)["key"].is_null());
  EXPECT_TRUE(first_json(frame)["value"].is_null());
  frame.trailer = protocol::KeyValue{.key = 0, .value = 30};
  EXPECT_EQ(first_json(frame)["key"], 0);
  EXPECT_EQ(first_json(frame)["value"], 30);
}

TEST(DecodeCommand, JsonNamesTheWarningsInTheirOrder) {
  protocol::DataFrame frame;
  frame.soc_calibrated = false;
  for (const core::Warning warning : core::kWarnings) frame.warnings.set(warning);
  const ordered_json json = first_json(frame);
  EXPECT_EQ(json["warnings"].dump(), R"(["E","Vh","Vl","Th","Tl"])");
  EXPECT_EQ(json["soc_calibrated"], false);
  EXPECT_EQ(json["charge_allowed"], false);
}

TEST(DecodeCommand, NumbersAreWrittenInFull) {
  protocol::DataFrame frame;
  frame.pack_voltage = core::Millivolts{5};
  frame.cell_temperature = core::MilliCelsius{-232'100};
  const Said said = decode_frame(frame, {.capture = {}, .json = true});
  EXPECT_NE(said.out.at(0).find("\"pack_voltage_v\":0.005,"), std::string::npos);
  EXPECT_NE(said.out.at(0).find("\"cell_temperature_c\":-232.1,"), std::string::npos);
}

std::string joined(const Lines& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : ",") + word;
  return line;
}

TEST(DecodeCommand, CsvHasTheSameColumns) {
  const Said said = decode({.capture = kGolden, .csv = true});
  ASSERT_EQ(said.out.size(), 21U);
  EXPECT_EQ(said.out[0], joined(frame_keys()));
  EXPECT_EQ(said.out[5],
            "232,53.080,12.500,4.250,8.250,3.280,1,3.355,16,18.144,1,24.143,7,5,16,3.300,21.572,"
            "true,true,,true,1500,7467,800,49,2345,2111,4,2,15.0,2.800,3.650,3.400");
}

// IN-4
TEST(DecodeCommand, CsvLeavesEmptyWhatIsNotKnownAndPutsBlanksBetweenWarnings) {
  protocol::DataFrame frame;
  frame.trailer = protocol::DeviceTime{.hour = 1, .minute = 2};
  frame.warnings.set(core::Warning::communication);
  frame.warnings.set(core::Warning::temperature_low);
  const std::string line = decode_frame(frame, {.capture = {}, .csv = true}).out.at(1);
  EXPECT_EQ(line.substr(0, 12), "0,0.000,,,,0");
  EXPECT_NE(line.find(",false,false,E Tl,true,"), std::string::npos);
  EXPECT_NE(line.find(",0,0,,,0.0,"), std::string::npos);
  EXPECT_EQ(std::ranges::count(line, ','), static_cast<std::ptrdiff_t>(frame_keys().size()) - 1);
}

TEST(DecodeCommand, TheTableFitsIntoATerminalAndHasARowForEachFrame) {
  const Said said = decode({.capture = kGolden});
  ASSERT_GT(said.out.size(), 22U);
  EXPECT_EQ(said.out[6],
            "   232  53.080  12.500  4.250    8.250  3.280 #1  3.355 #16  18.1 #1  24.1 #7   5/16  "
            "3.300  21.6   49     4=2  CL");
  for (const std::string& line : said.out) EXPECT_LE(line.size(), 120U) << line;
  EXPECT_NE(said.out[23].find("7.467 of 15.0 kWh stored"), std::string::npos);
}

TEST(DecodeCommand, TheTableShowsWhatIsNotAvailable) {
  protocol::DataFrame frame;
  frame.soc_calibrated = false;
  frame.discharge_allowed = true;
  frame.warnings.set(core::Warning::voltage_high);
  frame.trailer = protocol::DeviceTime{.hour = 7, .minute = 5};
  const Said said = decode_frame(frame, {});
  EXPECT_EQ(said.out[2],
            "     0  0.000    X    X        X  0.000 #0  0.000 #0   0.1 #0   0.1 #0   1/1  0.000  "
            "0.1   0?  07:05  -L Vh");
}

TEST(DecodeCommand, ClosesWithTheNumberOfFramesAndOfDroppedBytes) {
  EXPECT_EQ(decode({.capture = kGolden}).notes, Lines{"20 frames, 0 bytes dropped"});
  const ScratchFolder folder;
  EXPECT_EQ(decode({.capture = folder.with("one", "\xEE" + bytes_of({}))}).notes.at(1),
            "1 frame, 1 byte dropped");
}

TEST(DecodeCommand, TellsWhatWasDroppedInTheOrderOfTheCapture) {
  std::ifstream golden{kGolden};
  std::string hex{std::istreambuf_iterator<char>{golden}, {}};
  hex.replace(std::size_t{57} * 2, 2, "12");  // the sum of the first frame, really 11
  const ScratchFolder folder;
  const Said said = decode({.capture = folder.with("c.hex", hex + "# the end\nEE"), .csv = true});
  EXPECT_EQ(said.out.size(), 20U);
  EXPECT_EQ(said.notes, (Lines{"dropped 58 bytes at offset 0: sum is 0x12, should be 0x11",
                               "dropped 1 byte at offset 1160: too short for a frame",
                               "19 frames, 59 bytes dropped"}));
}

TEST(DecodeCommand, AFileWithoutAFrameIsWrongAndNothingIsWritten) {
  const ScratchFolder folder;
  for (const bool json : {false, true}) {
    const Said said = decode({.capture = folder.with("c.hex", "00 29 # short"), .json = json});
    EXPECT_EQ(said.problem, folder.file("c.hex") +
                                " holds no data output frame: it has 2 bytes, a frame has 58.");
    EXPECT_EQ(said.out, Lines{});
    EXPECT_EQ(said.notes, Lines{});
  }
  EXPECT_EQ(decode({.capture = folder.with("zeros", std::string(100, '\0'))}).problem,
            folder.file("zeros") +
                " holds no data output frame: in its first 58 bytes the sign in "
                "byte 3 is 0x00, should be one of + - X.");
  EXPECT_EQ(decode({.capture = folder.with("empty", "")}).problem,
            folder.file("empty") + " is empty.");
}

TEST(DecodeCommand, AnOptionThatIsMissingOrTooManyIsNamed) {
  EXPECT_EQ(decode({}).problem,
            "name the capture: a file, or - for standard input. Try: cellwarden decode --help");
  EXPECT_EQ(decode({.capture = kGolden, .csv = true, .json = true}).problem,
            "choose one of --csv and --json.");
}

void expect_full_disk_noticed(const DecodeCommand& command) {
  std::FILE* full = std::fopen("/dev/full", "wb");
  std::FILE* notes = std::tmpfile();
  EXPECT_THROW(run_decode(command, full, notes), words::Problem);
  std::fclose(full);
  EXPECT_EQ(lines_in(notes), Lines{});
}

TEST(DecodeCommand, NoticesWhenTheFramesCannotBeWritten) {
  expect_full_disk_noticed({.capture = kGolden, .json = true});
  // So little that it waits in a buffer until the end.
  const ScratchFolder folder;
  expect_full_disk_noticed({.capture = folder.with("one", bytes_of({})), .json = true});
}

}  // namespace
}  // namespace cellwarden::cli
