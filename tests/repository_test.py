# SPDX-License-Identifier: Apache-2.0
"""What every file and folder of the project must have."""
import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
LICENSED = {".cpp", ".hpp", ".py", ".md", ".cmake", ".toml", ".txt", ".ts", ".svelte", ".mjs", ".css", ".html"}
# Folders that only hold the one below them, or the sources that their parent's README speaks of.
SPOKEN_FOR = {"include", "src", "cellwarden", "golden", "bench", "fuzz", ".ci", "public", "house",
              "pictures", "without_app"}
README_LINES = 30


def files():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
                            capture_output=True, text=True).stdout.splitlines()
    return [pathlib.PurePosixPath(name) for name in listed if (ROOT / name).is_file()]


class Repository(unittest.TestCase):
    def test_every_folder_opens_with_a_short_readme(self):
        for folder in sorted({parent for path in files() for parent in path.parents}):
            if folder.parts and (SPOKEN_FOR & set(folder.parts)):
                continue
            readme = ROOT / folder / "README.md"
            self.assertTrue(readme.is_file(), f"{folder} has no README.md")
            if folder.parts:
                lines = readme.read_text(encoding="utf-8").count("\n")
                self.assertLessEqual(lines, README_LINES, f"{folder}/README.md")

    def test_every_file_names_its_licence(self):
        for path in files():
            if path.suffix in LICENSED and "golden" not in path.parts:
                head = (ROOT / path).read_text(encoding="utf-8")[:400]
                self.assertIn("SPDX-License-Identifier: Apache-2.0", head, str(path))

    def test_links_in_the_docs_lead_somewhere(self):
        for path in files():
            if path.suffix != ".md":
                continue
            text = (ROOT / path).read_text(encoding="utf-8")
            for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", text):
                self.assertTrue((ROOT / path.parent / target).exists(), f"{path}: {target}")

    def test_pictures_are_there_and_each_is_shown(self):
        shown = set()
        for path in files():
            if path.suffix == ".md":
                text = (ROOT / path).read_text(encoding="utf-8")
                for target in re.findall(r'(?:src|srcset)="([^":]+)"', text):
                    self.assertTrue((ROOT / path.parent / target).is_file(), f"{path}: {target}")
                    shown.add((ROOT / path.parent / target).resolve())
        for path in files():
            if path.suffix == ".webp":
                self.assertIn((ROOT / path).resolve(), shown, f"{path} is shown nowhere")

    def test_no_file_is_too_long(self):
        for path in files():
            if path.suffix in {".cpp", ".hpp", ".py", ".ts", ".svelte"}:
                lines = (ROOT / path).read_text(encoding="utf-8").count("\n")
                self.assertLessEqual(lines, 400, str(path))

    def test_no_file_names_a_path_of_one_machine(self):
        for path in files():
            if path.suffix in LICENSED | {".json", ""} and "golden" not in path.parts:
                text = (ROOT / path).read_text(encoding="utf-8", errors="replace")
                self.assertIsNone(re.search(r"(?<![\w.])/(?:home|root|work)/\w", text), str(path))


if __name__ == "__main__":
    unittest.main()
