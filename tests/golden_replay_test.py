# SPDX-License-Identifier: Apache-2.0
"""Packs whose output is kept: the program writes the same bytes, and the reference agrees with them."""
import pathlib
import subprocess
import sys
import unittest

from program import ROOT, ProgramTest, run

REFERENCE = ROOT / "tests" / "reference"
sys.path.insert(0, str(REFERENCE))
import compare  # noqa: E402

PACKS = pathlib.Path(__file__).parent / "golden" / "replay"


class GoldenReplay(ProgramTest):
    def settings_in(self, pack, profile):
        lines = (pack / "settings.toml").read_text(encoding="utf-8").splitlines()
        lines = [line for line in lines if not line.startswith("profile")]
        relays = lines.index("[relays]") + 1 if "[relays]" in lines else None
        if relays is None:
            lines += ["[relays]"]
            relays = len(lines)
        lines.insert(relays, f'profile = "{profile}"')
        return self.write(f"{profile}.toml", "\n".join(lines) + "\n")

    # PLUS-4
    def test_rows_are_those_that_are_kept_and_the_reference_agrees(self):
        packs = sorted(PACKS.iterdir())
        self.assertEqual(len(packs), 3)
        for pack in packs:
            for profile in ("exact", "guarded"):
                with self.subTest(pack=pack.name, profile=profile):
                    files = ["--settings", self.settings_in(pack, profile), "--readings", pack / "readings.csv",
                             "--out"]
                    out, slow = self.folder / "out.csv", self.folder / "slow.csv"
                    self.assertEqual(run("replay", *files, out).stderr, b"")
                    self.golden(pack / f"expected-{profile}.csv", out.read_text(encoding="utf-8"))
                    subprocess.run([sys.executable, "-B", REFERENCE / "replay_reference.py", *files, slow], check=True)
                    self.assertIsNone(compare.first_difference(out, slow))


if __name__ == "__main__":
    unittest.main()
