# SPDX-License-Identifier: Apache-2.0
"""Counts how often the random packs reach each rule and corner, so that none is left out."""

import tomllib
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pack_settings
import random_pack
import readings
from relays import CHARGE_OFF, CHARGE_ON, LOAD_OFF, LOAD_ON
from replay_reference import Replay

CHARGE_IDS = [row[0] for row in CHARGE_OFF + CHARGE_ON if row[0] != "CH-15"] + ["RELAY-1"]
LOAD_IDS = [row[0] for row in LOAD_OFF + LOAD_ON if row[0] not in ("LD-11", "LD-14")] + ["RELAY-1"]
CHARGE_IDS.remove("CH-13")  # the complements of OFF rows can never be the reason
EVENTS = (
    "E begins at a row with comm 0",
    "E begins at an invalid row",
    "E begins by missing rows",
    "E begins by missing rows beside others",
    "E ends",
    "E waits on: missed after the first good one",
    "SOC-1 kept at 0",
    "SOC-1 kept at 100",
    "SOC-2 normal",
    "SOC-2 critical",
    "SOC-2 critical with a cell below V-bypass",
    "SOC-5 gap bridged",
    "SOC-5 gap bridged of exactly 3 T",
    "SOC-5 gap bridged although E began in it",
    "SOC-5 gap not counted",
    "SOC-5 gap not counted, no E",
    "SOC-6 corrected",
    "SOC-6 corrected at exactly 10 s",
    "SOC-6 runs on over a missed message",
    "SOC exactly at the charge restart",
    "SOC exactly at the discharge restart",
    "IN-5 counts as 0 A",
    "IN-7 saturated",
    "IN-7 saturated during E",
    "IN-7 wins over SOC-2",
    "EN-2 new day",
    "CELL-3 off by the third missed",
    "CELL-3 kept over a missed message",
    "CELL-3 kept in the band",
    "CELL-5 hot latch",
    "CELL-5 hot latch while on",
    "CELL-5 cooled",
    "CELL-5 latched over E",
    "CELL-7 acts at once: opens",
    "CELL-7 acts at once: already open",
    "closing",
    "RELAY-1 closes at exactly the delay",
    "RELAY-1 hysteresis of CH holds it open",
    "RELAY-1 hysteresis of LD holds it open",
    "RELAY-1 raised",
    "RELAY-1 raised by the fifth at exactly 3,600 s",
    "RELAY-1 doubled",
    "RELAY-1 doubled to 600 s",
    "RELAY-1 opening at exactly 3,600 s after the last",
    "RELAY-1 halved",
    "RELAY-1 the setting again",
)


class Probe:
    """Looks at a replay before and after each row for corners that no rule names."""

    def __init__(self, replay, count):
        self.replay = replay
        self.count = count

    def step(self, message):
        replay, settings = self.replay, self.replay.settings
        e_before, soc_before = replay.chain.e, replay.soc.calibrated
        waiting = replay.chain.good_in_a_row == 1 and e_before
        on_before = list(replay.bypass.on)
        empty_before = replay.soc.empty_since
        output = replay.step(message)
        if waiting and replay.chain.e and replay.chain.missed:
            self.count["E waits on: missed after the first good one"] += 1
        if not message.good:
            if any(on_before) and replay.bypass.on == on_before:
                self.count["CELL-3 kept over a missed message"] += 1
            if empty_before is not None and not replay.chain.e:
                self.count["SOC-6 runs on over a missed message"] += 1
            return output
        self.look_at_good(message, settings, replay)
        if e_before and any(replay.bypass.hot):
            self.count["CELL-5 latched over E"] += 1
        if soc_before and self.reset_and_saturated(message, settings, replay):
            self.count["IN-7 wins over SOC-2"] += 1
        return output

    def look_at_good(self, message, settings, replay):
        if replay.soc.percent == settings.charge_restart and not replay.charge.closed:
            self.count["SOC exactly at the charge restart"] += 1
        if replay.soc.percent == settings.discharge_restart and not replay.load.closed:
            self.count["SOC exactly at the discharge restart"] += 1
        for volts, on in zip(message.volts, replay.bypass.on):
            if on and volts < settings.v_bypass:
                self.count["CELL-3 kept in the band"] += 1
        enough = sum(message.volts) >= settings.v_bypass * settings.cells
        below = min(message.volts) < settings.v_bypass
        if settings.mode == "critical" and enough and below and not replay.chain.e:
            self.count["SOC-2 critical with a cell below V-bypass"] += 1

    @staticmethod
    def reset_and_saturated(message, settings, replay):
        currents = (message.i_in, message.i_out or 0)
        saturated = any(abs(i) >= settings.range_ma for i in currents)
        return saturated and replay.soc.percent == 100 and not replay.soc.calibrated


def count_openings(relay, count):
    """The two corners of RELAY-1 that are exact to the millisecond."""
    openings = relay.delay.openings
    for earlier, later in zip(openings, openings[1:]):
        if later - earlier == 3_600_000:
            count["RELAY-1 opening at exactly 3,600 s after the last"] += 1
    for first, fifth in zip(openings, openings[4:]):
        if fifth - first == 3_600_000:
            count["RELAY-1 raised by the fifth at exactly 3,600 s"] += 1


def run_pack(settings, lines, events, ids, profile):
    replay = Replay(settings, lambda event: events.update([event]))
    probe = Probe(replay, events)
    for line in lines:
        output = probe.step(readings.message(line.split(","), settings.cells))
        ids.update(f"{profile} warning {word}" for word in output[8].split())
        ids.update(f"{profile} charge {word}" for word in output[9].split())
        ids.update(f"{profile} load {word}" for word in output[10].split())
        ids.update([f"{profile} charge {output[6]}", f"{profile} load {output[7]}"])
    for relay in (replay.charge, replay.load):
        count_openings(relay, events)


def wanted_ids():
    for profile in ("exact", "guarded"):
        for word in ("E", "Vh", "Vl", "Th", "Tl"):
            yield f"{profile} warning {word}"
        for relay, ids in (("charge", CHARGE_IDS), ("load", LOAD_IDS)):
            for id in (*ids, "open", "closed"):
                if (profile, id) != ("exact", "RELAY-1"):
                    yield f"{profile} {relay} {id}"


def run(seeds, rows):
    """Prints the table; 1 if anything was never reached."""
    ids, events = Counter(), Counter()
    for seed in range(1, seeds + 1):
        settings_text, readings_text = random_pack.make(seed, rows)
        table = tomllib.loads(settings_text, parse_float=Decimal)
        settings = pack_settings.from_table(table)
        lines = readings_text.splitlines()[1:]
        assert len(lines) == rows
        run_pack(replace(settings, profile="guarded"), lines, events, ids, "guarded")
        run_pack(replace(settings, profile="exact"), lines, Counter(), ids, "exact")
    missing = 0
    print(f"{seeds} packs of {rows} rows. Rows with each reason, warning and state:")
    for name in wanted_ids():
        print(f"{ids[name]:9d}  {name}")
        missing += ids[name] == 0
    print("Events in the guarded profile:")
    for name in EVENTS:
        print(f"{events[name]:9d}  {name}")
        missing += events[name] == 0
    unlisted = sorted(set(events) - set(EVENTS) | set(ids) - set(wanted_ids()))
    print("Seen and not listed: " + (", ".join(unlisted) or "nothing"))
    print(f"Never reached: {missing}")
    return 1 if missing else 0
