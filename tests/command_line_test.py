# SPDX-License-Identifier: Apache-2.0
"""The program as a person meets it: help, options, files, errors, exit codes."""
import os
import unittest

from program import ProgramTest, run

HEADER = "time_s,current_in_a,current_out_a,comm,cell_1_v,cell_2_v,cell_1_c,cell_2_c\n"
ROWS = "0,0,0,1,3.3,3.3,25,25\n1,5,0,1,3.3,3.3,25,25\n"
SETTINGS = "[pack]\ncells = 2\n"


class Options(ProgramTest):
    def test_help_names_every_command_and_option(self):
        result = run("--help")
        self.assertEqual(result.returncode, 0)
        for command in (b"replay", b"decode"):
            self.assertIn(command, result.stdout)
        replay = run("replay", "--help").stdout
        for word in (b"--settings", b"--readings", b"--out", b"--story", b"time_s", b"v_bypass", b"Example"):
            self.assertIn(word, replay)

    def test_version_is_told(self):
        self.assertRegex(run("--version").stdout.decode(), r"^cellwarden \d+\.\d+\.\d+\n$")

    def test_wrong_options_are_one_sentence_with_advice(self):
        self.fails("say what to do. Try: cellwarden --help")
        self.fails("there is no command or option 'frob'. Try: cellwarden --help", "frob")
        self.fails("there is no command or option '--foo'. Try: cellwarden replay --help", "replay", "--foo")
        self.fails("--settings", "replay", "--settings")
        self.fails("name the pack's settings with --settings FILE.", "replay")
        self.fails("name the readings with --readings FILE.", "replay", "--settings", "x")
        self.fails("nothing to do", "replay", "--settings", "x", "--readings", "y")
        self.fails("would mix on standard output", "replay", "--settings", "x", "--readings", "y", "--story",
                   "--out", "-")


class Replay(ProgramTest):
    def setUp(self):
        super().setUp()
        self.settings = self.write("s.toml", SETTINGS)
        self.readings = self.write("in.csv", HEADER + ROWS)
        self.out = self.folder / "out.csv"

    def replay(self, *more, stdin=None, readings=None):
        return run("replay", "--settings", self.settings, "--readings", readings or self.readings, *more,
                   stdin=stdin)

    # PLUS-4
    def test_writes_one_row_for_each_row(self):
        result = self.replay("--out", self.out)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"", b""))
        lines = self.out.read_text().splitlines()
        self.assertEqual(lines[0], "time_s,pack_v,current_a,soc_percent,soc_calibrated,stored_wh,charge_relay,"
                                   "load_relay,warnings,charge_why,load_why,in_today_wh,out_today_wh,in_total_wh,"
                                   "out_total_wh,bypass_cells")
        self.assertEqual(lines[1], "0,6.600,0.000,50.000000,false,2000.000000,open,open,E,CH-5,LD-4,"
                                   "0.000000,0.000000,0.000000,0.000000,")
        # 5 A × 6.6 V × 1 s = 33 W·s; 5 A × 6.4 V nominal × 1 s of 4 kWh.
        self.assertEqual(lines[2], "1,6.600,5.000,50.000222,false,2000.008889,open,open,,RELAY-1,RELAY-1,"
                                   "0.009167,0.000000,0.009167,0.000000,")
        self.assertEqual(len(lines), 3)

    def test_of_a_header_alone_writes_a_header_alone(self):
        self.readings.write_text(HEADER)
        self.assertEqual(self.replay("--out", self.out).returncode, 0)
        self.assertEqual(self.out.read_text().count("\n"), 1)

    def test_reads_standard_input_and_writes_standard_output(self):
        result = self.replay("--out", "-", readings="-", stdin=(HEADER + ROWS).encode())
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stdout.count(b"\n"), 3)

    def test_tells_a_story(self):
        result = self.replay("--story")
        self.assertEqual(result.returncode, 0)
        self.assertIn(b"Both relays are open until two good messages in a row have come.", result.stdout)
        self.assertIn(b"2 messages, 2 of them good", result.stdout)

    def test_a_wrong_row_leaves_no_output_and_no_scrap(self):
        self.readings.write_text(HEADER + ROWS + "2,0,0,1,3.3,oops,25,25\n")
        before = sorted(os.listdir(self.folder))
        self.fails("in.csv:4: cell_2_v is 'oops'", "replay", "--settings", self.settings, "--readings",
                   self.readings, "--out", self.out)
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_a_wrong_row_leaves_the_old_output(self):
        self.out.write_text("old")
        self.readings.write_text(HEADER + ROWS + "1,0,0,1,3.3,3.3,25,25\n")
        self.fails("in.csv:4: time_s is '1' again", "replay", "--settings", self.settings, "--readings",
                   self.readings, "--out", self.out)
        self.assertEqual(self.out.read_text(), "old")

    def test_a_wrong_row_prints_nothing_on_standard_output_either(self):
        self.readings.write_text(HEADER + ROWS * 3000 + "x\n")
        self.fails("in.csv:4: ", "replay", "--settings", self.settings, "--readings", self.readings, "--out", "-")

    def test_does_not_overwrite_what_it_reads(self):
        for victim in (self.readings, self.settings):
            self.fails("would overwrite what is read", "replay", "--settings", self.settings, "--readings",
                       self.readings, "--out", victim)
        link = self.folder / "link.csv"
        link.symlink_to(self.readings)
        self.fails("would overwrite what is read", "replay", "--settings", self.settings, "--readings",
                   self.readings, "--out", link)

    def test_files_that_cannot_be_read_or_written(self):
        self.fails("cannot read no.toml: No such file or directory.", "replay", "--settings", "no.toml",
                   "--readings", self.readings, "--story")
        self.fails("cannot read no.csv: No such file or directory.", "replay", "--settings", self.settings,
                   "--readings", "no.csv", "--story")
        self.fails(": Is a directory.", "replay", "--settings", self.settings, "--readings", self.folder, "--story")
        self.fails("cannot write /dev/full: ", "replay", "--settings", self.settings, "--readings", self.readings,
                   "--out", "/dev/full")
        self.fails("is a folder", "replay", "--settings", self.settings, "--readings", self.readings, "--out",
                   self.folder)
        self.fails("cannot write no/such/out.csv: ", "replay", "--settings", self.settings, "--readings",
                   self.readings, "--out", "no/such/out.csv")

    def test_a_binary_file_is_not_taken_for_readings(self):
        self.readings.write_bytes(bytes(range(256)) * 10)
        self.fails("in.csv:1: ", "replay", "--settings", self.settings, "--readings", self.readings, "--story")

    # SET-1
    def test_wrong_settings_are_refused_with_their_line(self):
        self.settings.write_text(SETTINGS + "[switches]\nv_bypass = 3.6\n")
        self.fails("s.toml:4: v_max (3.6 V, the default) must be above v_bypass (3.6 V).", "replay", "--settings",
                   self.settings, "--readings", self.readings, "--story")


if __name__ == "__main__":
    unittest.main()
