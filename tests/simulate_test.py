# SPDX-License-Identifier: Apache-2.0
"""`cellwarden simulate` as a person uses it: summaries, files, seeds, errors, exit codes."""
import csv
import json
import unittest
import xml.etree.ElementTree

from program import ROOT, ProgramTest, run

# Five minutes of a small pack at noon. E never comes, and the SOC cannot reach 90 %.
SHORT = """
name = "Five minutes"
about = "A small pack at noon."
days = 0.0034722222
begin = "12:00"
[pack]
cells = 4
capacity_ah = 100
soc_percent = 50
"""
KEPT = """
[[expect]]
happens = "communication_lost"
says = "The cells are heard."
never = true
"""
BROKEN = """
[[expect]]
figure = "soc_max_percent"
says = "The battery becomes full."
min = 90
"""


class Simulate(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("short.toml", SHORT + KEPT)

    # PLUS-5
    def test_tells_what_came_of_a_scenario(self):
        result = run("simulate", self.scenario)
        text = result.stdout.decode()
        self.assertEqual(result.returncode, 0, text)
        self.assertEqual(result.stderr, b"")
        for words in ("Five minutes: ", "4 cells of 100 Ah, seed 1.", "harvested ", "SOC from ", "charge relay: ",
                      "✔ The cells are heard", "Invariants: all of them held.", "times as fast as life."):
            self.assertIn(words, text)

    def test_a_broken_expectation_is_exit_code_1(self):
        self.scenario.write_text(SHORT + KEPT + BROKEN)
        result = run("simulate", self.scenario)
        self.assertEqual(result.returncode, 1)
        self.assertIn("✘ The battery becomes full", result.stdout.decode())
        self.assertEqual(run("simulate", self.scenario, "--seeds", 2).returncode, 1)

    def test_another_length_is_not_judged(self):
        self.scenario.write_text(SHORT + BROKEN)
        result = run("simulate", self.scenario, "--days", "0.001")
        self.assertEqual(result.returncode, 0)
        self.assertIn("nothing is judged", result.stdout.decode())

    def test_json_is_one_object(self):
        result = run("simulate", self.scenario, "--json", "--seed", 7)
        told = json.loads(result.stdout)
        self.assertEqual((told["scenario"], told["seed"], told["kept"]), ("Five minutes", 7, True))
        self.assertEqual(told["violations"], [])
        self.assertTrue(told["verdicts"][0]["kept"])
        figures = {figure["name"] for figure in told["figures"]}
        self.assertLessEqual({"harvested_wh", "used_wh", "soc_end_percent", "voltage_max_mv"}, figures)
        self.assertIn("charge_relay_closed", {it["name"] for it in told["occurrences"]})
        self.assertGreater(told["speed"]["times_real_time"], 1)

    # PLUS-3
    def test_csv_has_a_row_for_each_second_of_a_short_run(self):
        out = self.folder / "out.csv"
        self.assertEqual(run("simulate", self.scenario, "--csv", out).returncode, 0)
        with open(out, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 300)
        self.assertEqual((rows[59]["time_s"], rows[59]["day"], rows[59]["clock"]), ("60", "1", "12:01:00"))
        for row in rows:
            self.assertLessEqual(float(row["cell_v_min"]), float(row["cell_v_max"]))
            self.assertIn(row["charge_relay"], ("open", "closed"))
        # RELAY-1: after 30 s of restart delay both relays close.
        self.assertEqual({rows[20]["load_relay"], rows[299]["load_relay"]}, {"open", "closed"})

    def test_csv_of_a_long_run_has_a_row_for_each_minute(self):
        out = self.folder / "out.csv"
        run("simulate", self.scenario, "--days", "0.1", "--csv", out)
        self.assertEqual(out.read_text().count("\n"), 145)

    def test_plot_is_a_picture(self):
        out = self.folder / "out.svg"
        self.assertEqual(run("simulate", self.scenario, "--plot", out).returncode, 0)
        root = xml.etree.ElementTree.parse(out).getroot()
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertIn("Five minutes", "".join(root.itertext()))

    def test_the_same_seed_gives_the_same_bytes(self):
        outs = [self.folder / name for name in ("a.csv", "b.csv", "c.csv")]
        for out, seed in zip(outs, (3, 3, 4), strict=True):
            run("simulate", self.scenario, "--days", "0.1", "--seed", seed, "--csv", out)
        self.assertEqual(outs[0].read_bytes(), outs[1].read_bytes())
        self.assertNotEqual(outs[0].read_bytes(), outs[2].read_bytes())

    def test_seeds_do_not_depend_on_threads(self):
        for more in ([], ["--json"]):
            one = run("simulate", self.scenario, "--seeds", 4, "--threads", 1, *more)
            two = run("simulate", self.scenario, "--seeds", 4, "--threads", 2, *more)
            self.assertEqual(one.returncode, 0)
            self.assertEqual(one.stdout, two.stdout)
        text = run("simulate", self.scenario, "--seeds", 2, "--seed", 5).stdout.decode()
        self.assertIn("seeds 5 to 6", text)
        self.assertIn("2 of 2 seeds kept everything.", text)

    def test_chain_of_bytes_keeps_the_same_expectations(self):
        self.assertEqual(run("simulate", self.scenario, "--chain", "bytes").returncode, 0)

    def test_shipped_scenarios_have_names(self):
        result = run("simulate", "broken-wire", "--days", "0.001", cwd=self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        for path in (ROOT / "scenarios").glob("*.toml"):
            self.fails(path.stem, "simulate", "no-such-scenario")


class Help(ProgramTest):
    def test_names_every_option_and_gives_examples(self):
        everything = run("--help").stdout
        for command, words in (("simulate", ("SCENARIO", "--seed", "--seeds", "--days", "--chain", "--threads", "--csv",
                                             "--plot", "--json", "exit code")),
                               ("frames", ("--port", "--pty", "--pack", "--generation", "--days", "9600")),
                               ("board", ("--listen", "--pty", "--pack", "BUSY"))):
            self.assertIn(command.encode(), everything)
            told = run(command, "--help").stdout.decode()
            for word in (*words, "Examples:", f"cellwarden {command} "):
                self.assertIn(word, told)


class WrongSimulations(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("short.toml", SHORT)

    def test_wrong_words_are_one_sentence(self):
        self.fails("name a scenario: a file, or one of those that ship: ", "simulate")
        self.fails("there is no scenario 'sunny'; those that ship: ", "simulate", "sunny")
        self.fails("no.toml", "simulate", "no.toml")
        self.fails("--chain is 'wires'; it must be bytes or messages.", "simulate", self.scenario, "--chain", "wires")
        self.fails("--seeds is 0; it must be 1 to 100000.", "simulate", self.scenario, "--seeds", 0)
        self.fails("--threads is 0; it must be 1 to 256.", "simulate", self.scenario, "--threads", 0)
        self.fails("--days is 0; it must be above 0", "simulate", self.scenario, "--days", 0)
        self.fails("--days is nan; it must be above 0", "simulate", self.scenario, "--days", "nan")
        self.fails("Try: cellwarden simulate --help", "simulate", self.scenario, "--seed", "x")
        self.fails("Try: cellwarden simulate --help", "simulate", self.scenario, "--frob")

    def test_a_wrong_file_is_named_with_its_line(self):
        self.scenario.write_text(SHORT + "volts = 3\n")
        self.fails("short.toml:10", "simulate", self.scenario)

    def test_outputs_that_cannot_be(self):
        self.fails("would overwrite the scenario", "simulate", self.scenario, "--csv", self.scenario)
        self.fails("would mix with the summary", "simulate", self.scenario, "--csv", "-")
        self.fails("name the same file", "simulate", self.scenario, "--csv", "x", "--plot", "x")
        self.fails("--csv and --plot show one run", "simulate", self.scenario, "--csv", "x", "--seeds", 2)
        self.fails("cannot write no/such/x.svg: ", "simulate", self.scenario, "--plot", "no/such/x.svg")
        self.fails("is a folder", "simulate", self.scenario, "--csv", self.folder)
        self.assertEqual(self.scenario.read_text(), SHORT)


if __name__ == "__main__":
    unittest.main()
