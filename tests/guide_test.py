# SPDX-License-Identifier: Apache-2.0
"""What the owner's guide tells people to type: its files are accepted, its commands and options exist."""
import re
import shlex
import subprocess
import tempfile
import unittest

from program import PROGRAM, ROOT

PAGES = sorted((ROOT / "docs/guide").glob("*.md"))


def blocks(page):
    """The TOML files on a page, and the commands: blocks of sh, and lines that are set in by four blanks."""
    text = page.read_text(encoding="utf-8")
    fenced = re.findall(r"^```(\w+)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    scripts = [body for kind, body in fenced if kind == "sh"]
    lines = "\n".join(scripts + re.findall(r"^ {4}(\S.*)$", text, flags=re.MULTILINE))
    inline = re.findall(r"`(cellwarden [^`]+)`", text)
    return [body for kind, body in fenced if kind == "toml"], lines.splitlines() + inline


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60, check=False)


class Guide(unittest.TestCase):
    def test_each_file_is_accepted(self):
        seen = 0
        for page in PAGES:
            for body in blocks(page)[0]:
                with self.subTest(page=page.name, file=body), tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
                    file.write(body)
                    file.flush()
                    scenario = re.search(r"^\[pack\]", body, flags=re.MULTILINE)
                    ran = run(*(["simulate", "--days", "0.01"] if scenario else ["check-config"]), file.name)
                    self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
                    seen += 1
        self.assertGreaterEqual(seen, 5)

    def test_each_command_exists_with_its_options(self):
        seen = 0
        for page in PAGES:
            for line in blocks(page)[1]:
                words = shlex.split(line, comments=True)
                if "cellwarden" not in words or "systemctl" in words or "journalctl" in words:
                    continue
                after = words[len(words) - words[::-1].index("cellwarden"):]
                with self.subTest(page=page.name, command=line):
                    told = run(after[0], "--help")
                    self.assertIn("Usage: cellwarden " + after[0], told.stdout)
                    for option in (word for word in after if word.startswith("--")):
                        self.assertRegex(told.stdout, rf"(?m)^\s+(-\w,)?{option}\b")
                    seen += 1
        self.assertGreaterEqual(seen, 12)

    def test_each_scenario_that_is_named_ships(self):
        for page in PAGES:
            for line in blocks(page)[1]:
                named = re.match(r"cellwarden (?:simulate|frames|board) ([a-z0-9-]+)(?: |$)", line)
                if named:
                    self.assertTrue((ROOT / f"scenarios/{named[1]}.toml").is_file(), f"{page.name}: {line}")


if __name__ == "__main__":
    unittest.main()
