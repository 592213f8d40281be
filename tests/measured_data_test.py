# SPDX-License-Identifier: Apache-2.0
"""Packs whose rows were worked out by independent implementations. That data is not part of the project."""
import sys
import unittest

from program import MEASURED, ROOT, ProgramTest, run

sys.path.insert(0, str(ROOT / "tests" / "reference"))
import compare  # noqa: E402

PACKS = MEASURED / "replay-examples"


@unittest.skipUnless(PACKS.is_dir(), "skipped: no measured data")
class ReplayExamples(ProgramTest):
    # PLUS-4
    def test_agree_row_by_row_in_both_profiles(self):
        packs = sorted(PACKS.glob("pack-*"))
        self.assertTrue(packs)
        for pack in packs:
            for profile in ("exact", "guarded"):
                with self.subTest(pack=pack.name, profile=profile):
                    text = (pack / "settings.toml").read_text(encoding="utf-8")
                    settings = self.write("s.toml", text.replace('profile = "exact"', f'profile = "{profile}"'))
                    out = self.folder / "out.csv"
                    result = run("replay", "--settings", settings, "--readings", pack / "readings.csv", "--out", out)
                    self.assertEqual(result.returncode, 0, result.stderr)
                    self.assertIsNone(compare.first_difference(out, pack / f"expected-{profile}.csv"))


if __name__ == "__main__":
    unittest.main()
