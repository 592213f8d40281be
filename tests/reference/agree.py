# SPDX-License-Identifier: Apache-2.0
"""Compares the program with this reference on random packs, in both profiles.

usage: agree.py --program build/release/bin/cellwarden [--packs 60] [--first-seed 1] [--rows 1500]

Prints the seed and the first different row, and exits 1, if they disagree; the files stay for a look.
"""
import argparse
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import compare

HERE = pathlib.Path(__file__).resolve().parent


def script(name, *arguments):
    subprocess.run([sys.executable, "-B", HERE / name, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def disagreement(program, seed, rows, folder):
    """One sentence, or None when both give the same rows in both profiles."""
    script("random_pack.py", "--seed", seed, "--out", folder, "--rows", rows)
    given = (folder / "settings.toml").read_text(encoding="utf-8")
    for profile in ("exact", "guarded"):
        settings = folder / f"{profile}.toml"
        lines = [f'profile = "{profile}"' if line.startswith("profile") else line for line in given.splitlines()]
        settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
        ours, theirs = folder / f"{profile}-program.csv", folder / f"{profile}-reference.csv"
        files = ["--settings", settings, "--readings", folder / "readings.csv", "--out"]
        result = subprocess.run([program, "replay", *files, ours], capture_output=True, text=True, check=False)
        if result.returncode != 0:
            return f"{profile}: the program refused the pack: {result.stderr.strip()}"
        script("replay_reference.py", *files, theirs)
        difference = compare.first_difference(ours, theirs)
        if difference:
            return f"{profile}: {difference}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--packs", type=int, default=60)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=1500)
    options = parser.parse_args()
    program = pathlib.Path(options.program).resolve()
    seeds = range(options.first_seed, options.first_seed + options.packs)
    top = pathlib.Path(tempfile.mkdtemp(prefix="cellwarden-agree-"))

    def one(seed):
        folder = top / f"pack-{seed}"
        folder.mkdir()
        said = disagreement(program, seed, options.rows, folder)
        if said is None:
            shutil.rmtree(folder)
        return seed, said

    bad = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (seed, said) in enumerate(pool.map(one, seeds), 1):
            if said:
                bad += 1
                print(f"seed {seed}: {said} (files: {top / f'pack-{seed}'})", file=sys.stderr)
            if number % 20 == 0:
                print(f"agreement: {number} of {len(seeds)} packs compared", flush=True)
    if not bad:
        shutil.rmtree(top)
    print(f"agreement: {len(seeds) - bad} of {len(seeds)} random packs of {options.rows} rows give the same rows in "
          "both profiles")
    return 1 if bad else 0


sys.exit(main())
