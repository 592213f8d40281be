# SPDX-License-Identifier: Apache-2.0
"""The example day that ships: its story, and that charger and house obeyed the relays."""
import csv
import pathlib
import subprocess
import sys
import unittest

from program import ROOT, ProgramTest, run

DAY = ROOT / "examples" / "day"
GOLDEN = pathlib.Path(__file__).parent / "golden" / "example_day_story.txt"


class ExampleDay(ProgramTest):
    # PLUS-4
    def test_tells_its_story(self):
        result = run("replay", "--settings", DAY / "settings.toml", "--readings", DAY / "readings.csv", "--story")
        self.assertEqual(result.returncode, 0)
        self.golden(GOLDEN, result.stdout.decode())

    def test_readings_are_what_the_model_makes(self):
        made = subprocess.run([sys.executable, DAY / "make_day.py"], capture_output=True, check=True).stdout
        self.assertTrue(made == (DAY / "readings.csv").read_bytes(), "run make_day.py > readings.csv")

    def test_no_current_flows_through_a_relay_that_has_been_open_for_two_seconds(self):
        out = self.folder / "out.csv"
        run("replay", "--settings", DAY / "settings.toml", "--readings", DAY / "readings.csv", "--out", out)
        open_for = {"charge_relay": 0, "load_relay": 0}
        with open(DAY / "readings.csv", newline="", encoding="utf-8") as readings, \
             open(out, newline="", encoding="utf-8") as rows:
            for reading, row in zip(csv.DictReader(readings), csv.DictReader(rows), strict=True):
                for relay, current in (("charge_relay", "current_in_a"), ("load_relay", "current_out_a")):
                    open_for[relay] = open_for[relay] + 1 if row[relay] == "open" else 0
                    if open_for[relay] > 2:
                        self.assertEqual(float(reading[current]), 0, f"{current} at {reading['time_s']} s")


if __name__ == "__main__":
    unittest.main()
