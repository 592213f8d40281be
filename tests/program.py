# SPDX-License-Identifier: Apache-2.0
"""Runs the real program for the tests. CELLWARDEN names it; without it, the release build is taken."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = pathlib.Path(os.environ.get("CELLWARDEN", ROOT / "build/release/bin/cellwarden")).resolve()
MEASURED = ROOT.parent / "shared" / "data"
UPDATE_GOLDEN = os.environ.get("UPDATE_GOLDEN") == "1"


def run(*arguments, stdin=None, cwd=ROOT):
    """Runs cellwarden with these arguments; stdin and the results are bytes."""
    return subprocess.run([str(PROGRAM), *map(str, arguments)], input=stdin, capture_output=True, cwd=cwd,
                          timeout=120, check=False)


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="cellwarden-")
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def fails(self, sentence, *arguments, stdin=None):
        """The program ends with exit code 2, says one line with this sentence in it, and prints nothing else."""
        result = run(*arguments, stdin=stdin)
        said = result.stderr.decode()
        self.assertEqual(result.returncode, 2, said)
        self.assertIn(sentence, said)
        self.assertEqual(said.count("\n"), 1, said)
        self.assertTrue(said.startswith("cellwarden: "), said)
        self.assertEqual(result.stdout, b"")

    def golden(self, path, text):
        """The text is that of the golden file."""
        if UPDATE_GOLDEN:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.assertEqual(text, path.read_text(encoding="utf-8"))
