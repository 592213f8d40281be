# SPDX-License-Identifier: Apache-2.0
"""Every scenario that ships tells its story, whatever the seed: `cellwarden simulate` says so with its exit code."""
import os
import subprocess
import unittest

from program import PROGRAM, ROOT

SCENARIOS = ROOT / "scenarios"
# The long run takes 20 seeds of each.
SEEDS = int(os.environ.get("SCENARIO_SEEDS", "2"))


class Scenarios(unittest.TestCase):
    def test_there_are_at_least_fourteen(self):
        self.assertGreaterEqual(len(list(SCENARIOS.glob("*.toml"))), 14)

    def test_each_tells_its_story_on_every_seed(self):
        for path in sorted(SCENARIOS.glob("*.toml")):
            with self.subTest(scenario=path.stem):
                ran = subprocess.run([PROGRAM, "simulate", path, "--seeds", str(SEEDS), "--threads", "2"],
                                     capture_output=True, text=True, timeout=120 * SEEDS, check=False)
                self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)


if __name__ == "__main__":
    unittest.main()
