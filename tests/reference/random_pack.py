# SPDX-License-Identifier: Apache-2.0
"""Writes a random pack that reaches the corners of the rules, the same one for the same seed.

python3 random_pack.py --seed N --out DIR [--rows R]     DIR/settings.toml, DIR/readings.csv
python3 random_pack.py --survey N [--rows R]             what the seeds 1 to N reach
"""

import argparse
import random
import sys
from pathlib import Path

import pack_settings
import phases_chain as chain
import phases_readings as values
import phases_relays as relays
from comfort import calm, close_both, open_relay, wait_until_closed
from pack_writer import PackFull, PackWriter
from random_settings import random_table, toml_text

# Each story is a way to weigh the phases; every phase has a chance in every story.
EVERY_PHASE = (
    calm,
    close_both,
    relays.chatter,
    relays.fifth_opening_at_the_hour,
    relays.hours_pass,
    relays.opening_at_the_hour,
    relays.halved_while_waiting,
    values.voltage_limits,
    values.hysteresis_holds,
    values.full,
    values.empty,
    values.empty_at_the_correction,
    values.temperature_limits,
    values.heat,
    chain.missed_rows,
    chain.gaps,
    chain.crowded_e_bridged,
    chain.waiting_for_the_second,
    values.current_edges,
    values.approach_soc,
    values.soc_rails,
    values.real_edges,
)
STORIES = {
    "limits": (values.voltage_limits, values.temperature_limits, values.hysteresis_holds),
    "chain": (chain.missed_rows, chain.gaps, chain.waiting_for_the_second, close_both),
    "charge": (
        values.full,
        values.empty,
        values.empty_at_the_correction,
        values.approach_soc,
        values.soc_rails,
    ),
    "hours": (
        relays.fifth_opening_at_the_hour,
        relays.opening_at_the_hour,
        relays.hours_pass,
        values.hysteresis_holds,
    ),
    "days": (chain.next_day, chain.almost_next_day, values.current_edges),
    "mixed": (),
}


def long_oscillation(w):
    """Chatter to a high delay, then hours in which it is halved back to the setting."""
    rng = w.rng
    relay = rng.choice((w.charge, w.load))
    cause = rng.choice(("cell", "cell", None))
    highest = rng.choice((20_000, 80_000, 600_000))
    for _ in range(16):
        if not wait_until_closed(w, relay, 450):
            break
        open_relay(w, relay, cause)
        if relay.delay.raised and relay.delay.now >= highest and rng.random() < 0.6:
            break
    relays.halved_while_waiting(w)
    while relay.delay.raised:
        hours = (relays.hours_pass, relays.opening_at_the_hour, relays.halved_while_waiting)
        rng.choice(hours)(w)
        if rng.random() < 0.2:
            chain.missed_rows(w)


def play(w):
    rng = w.rng
    begin = rng.random()
    story = rng.choice(("oscillation", "oscillation", *STORIES))
    if begin < 0.15 or story == "days":
        chain.row_not_good(w)
        chain.row_not_good(w)
    calm(w, rng.choice((1, 1, 2, 30)))
    if begin < 0.25:
        chain.waiting_for_the_second(w)
    if story == "hours":
        relays.fifth_opening_at_the_hour(w)
    if story == "oscillation":
        long_oscillation(w)
        story = "mixed"
    while True:
        own = STORIES[story]
        if own and rng.random() < 0.6:
            rng.choice(own)(w)
        else:
            rng.choice(EVERY_PHASE)(w)
        if rng.random() < 0.5:
            close_both(w)


def header(cells):
    volts = [f"cell_{n}_v" for n in range(1, cells + 1)]
    temps = [f"cell_{n}_c" for n in range(1, cells + 1)]
    return ",".join(["time_s", "current_in_a", "current_out_a", "comm", *volts, *temps])


def make(seed, rows):
    """(text of settings.toml, text of readings.csv)"""
    rng = random.Random(seed)
    table = random_table(rng)
    settings = pack_settings.from_table(table)
    writer = PackWriter(rng, settings, rows)
    try:
        play(writer)
    except PackFull:
        pass
    readings_text = "\n".join([header(settings.cells), *writer.lines]) + "\n"
    return toml_text(table, pack_settings.DEFAULTS, rng), readings_text


def write(seed, rows, folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    settings_text, readings_text = make(seed, rows)
    (folder / "settings.toml").write_text(settings_text)
    (folder / "readings.csv").write_text(readings_text)


def main():
    parser = argparse.ArgumentParser(description="write a random pack for a replay")
    parser.add_argument("--seed", type=int, help="the same seed gives the same pack")
    parser.add_argument("--out", help="folder for settings.toml and readings.csv")
    parser.add_argument("--rows", type=int, default=1500)
    parser.add_argument("--survey", type=int, metavar="N", help="what the seeds 1 to N reach")
    options = parser.parse_args()
    if options.survey:
        import survey

        sys.exit(survey.run(options.survey, options.rows))
    if options.seed is None or options.out is None:
        parser.error("give --seed and --out, or --survey")
    write(options.seed, options.rows, options.out)


if __name__ == "__main__":
    main()
