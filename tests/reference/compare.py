# SPDX-License-Identifier: Apache-2.0
"""Compares two outputs of a replay: python3 compare.py A.csv B.csv

Prints the first difference as one sentence and exits 1; exits 0 when they agree.
"""

import csv
import sys
from decimal import Decimal
from itertools import zip_longest

EXACT = (
    "time_s",
    "charge_relay",
    "load_relay",
    "warnings",
    "charge_why",
    "load_why",
    "soc_calibrated",
    "bypass_cells",
)
TOLERANCE = {
    "pack_v": Decimal("0.0005"),
    "current_a": Decimal("0.0005"),
    "soc_percent": Decimal("0.0005"),
    "stored_wh": Decimal("0.0005"),
    "in_today_wh": Decimal("0.01"),
    "out_today_wh": Decimal("0.01"),
    "in_total_wh": Decimal("0.01"),
    "out_total_wh": Decimal("0.01"),
}


def read(path):
    with open(path, newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames or [], list(reader)


def agree(column, a, b):
    if column in EXACT or a == "" or b == "":
        return a == b
    return abs(Decimal(a) - Decimal(b)) <= TOLERANCE[column]


def first_difference(path_a, path_b):
    """One sentence, or None when the two files agree."""
    columns_a, rows_a = read(path_a)
    columns_b, rows_b = read(path_b)
    if columns_a != columns_b:
        return f"The headers differ: {','.join(columns_a)} against {','.join(columns_b)}."
    for line, (a, b) in enumerate(zip_longest(rows_a, rows_b), start=2):
        if a is None or b is None:
            shorter = path_a if a is None else path_b
            return f"{shorter} ends before line {line}, the other one goes on."
        for column in columns_a:
            if not agree(column, a[column], b[column]):
                return (
                    f"Line {line} (time {a['time_s']}), column {column}: "
                    f"'{a[column]}' against '{b[column]}'."
                )
    return None


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: python3 compare.py A.csv B.csv")
    difference = first_difference(sys.argv[1], sys.argv[2])
    if difference:
        print(difference)
        sys.exit(1)


if __name__ == "__main__":
    main()
