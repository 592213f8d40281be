# SPDX-License-Identifier: Apache-2.0
"""Replays recorded readings through the rules of docs/requirements.md, slowly and exactly.

python3 replay_reference.py --settings S.toml --readings IN.csv --out OUT.csv

The input must be well formed; this program has no friendly error messages.
"""

import argparse
import csv
from fractions import Fraction
from math import floor

import pack_settings
import readings
from relays import Facts, charge_relay, load_relay
from rules import Bypass, ChainWatch, Currents, Energy, StateOfCharge, counted_ms, warnings_of

COLUMNS = (
    "time_s,pack_v,current_a,soc_percent,soc_calibrated,stored_wh,charge_relay,load_relay,"
    "warnings,charge_why,load_why,in_today_wh,out_today_wh,in_total_wh,out_total_wh,bypass_cells"
).split(",")


def decimal_text(value, places):
    """value (int or Fraction) with that many decimals, rounded half up."""
    units = floor(Fraction(value) * 10**places + Fraction(1, 2))
    sign = "-" if units < 0 else ""
    whole, part = divmod(abs(units), 10**places)
    return f"{sign}{whole}.{part:0{places}d}"


class Replay:
    def __init__(self, settings, note=lambda event: None):
        self.settings = settings
        self.note = note
        self.chain = ChainWatch(settings.cycle_ms, note)
        self.soc = StateOfCharge(settings, note)
        self.energy = Energy(note)
        self.bypass = Bypass(settings, note)
        self.charge = charge_relay(settings, note)
        self.load = load_relay(settings, note)
        self.pack_mv = None
        self.battery_ma = None
        self.warnings = []

    def step(self, message):
        """One row; returns the row of the output."""
        if self.energy.first_ms is None:
            self.energy.begin(message.time_ms)
        self.chain.step(message)
        if self.chain.missed >= 3:
            self.bypass.all_off()  # CELL-3
        if message.good:
            self.take_readings(message)
        elif self.chain.e:
            self.soc.empty_since = None  # SOC-6
        self.set_warnings(message)
        self.switch_relays(message)
        return self.output(message)

    def take_readings(self, message):
        """SOC-1, EN-1, IN-7 and the bypass act on every good message, also while E waits."""
        currents = Currents(message, self.settings)
        gap_ms = self.chain.gap_ms
        time_counted_ms = counted_ms(gap_ms, self.settings.cycle_ms)
        self.note_gap(gap_ms, currents)
        self.soc.step(message, currents, time_counted_ms, self.chain.e)
        self.energy.step(message, currents, time_counted_ms)
        self.bypass.step(message)
        self.pack_mv = sum(message.volts)
        self.battery_ma = currents.battery

    def set_warnings(self, message):
        # WARN-1: while E holds it is the only warning; rows that are not good repeat the rest
        if self.chain.e:
            self.warnings = ["E"]
        elif message.good:
            self.warnings = warnings_of(message, self.settings)

    def switch_relays(self, message):
        for relay in (self.charge, self.load):
            if self.chain.e:
                relay.step_e(message.time_ms)
            elif message.good:
                relay.step_good(message.time_ms, self.facts(message))
            else:
                relay.step_not_good(message.time_ms, self.facts(message))

    def facts(self, message):
        volts = tuple(v for v in message.volts if v is not None)
        temps = tuple(t for t in message.temps if t is not None)
        return Facts(volts, temps, self.soc.percent, self.chain.e)

    def note_gap(self, gap_ms, currents):
        cycle_ms = self.settings.cycle_ms
        if gap_ms is not None and gap_ms > 3 * cycle_ms:
            self.note("SOC-5 gap not counted" + ("" if self.chain.missed >= 3 else ", no E"))
        elif gap_ms is not None and 2 * gap_ms >= 3 * cycle_ms:
            exactly = gap_ms == 3 * cycle_ms
            self.note("SOC-5 gap bridged" + (" of exactly 3 T" if exactly else ""))
            if self.chain.missed >= 3:
                self.note("SOC-5 gap bridged although E began in it")
        if currents.blinded:
            self.note("IN-5 counts as 0 A")

    def output(self, message):
        s, soc, energy = self.settings, self.soc, self.energy
        known = self.pack_mv is not None
        return [
            message.time_text,
            decimal_text(Fraction(self.pack_mv, 1000), 3) if known else "",
            decimal_text(Fraction(self.battery_ma, 1000), 3) if known else "",
            decimal_text(soc.percent, 6),
            "true" if soc.calibrated else "false",
            decimal_text(soc.percent / 100 * s.capacity_wh, 6),  # SOC-4
            "closed" if self.charge.closed else "open",
            "closed" if self.load.closed else "open",
            " ".join(self.warnings),
            " ".join(self.charge.why),
            " ".join(self.load.why),
            decimal_text(energy.in_today, 6),
            decimal_text(energy.out_today, 6),
            decimal_text(energy.in_total, 6),
            decimal_text(energy.out_total, 6),
            " ".join(str(n) for n in self.bypass.cells_on()),
        ]


def replay_file(settings, readings_path, out_path, note=lambda event: None):
    with open(readings_path, newline="") as source, open(out_path, "w", newline="") as target:
        rows = csv.reader(source)
        next(rows)  # the header
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(COLUMNS)
        replay = Replay(settings, note)
        for fields in rows:
            if fields:
                writer.writerow(replay.step(readings.message(fields, settings.cells)))


def main():
    parser = argparse.ArgumentParser(description="replay readings through the rules, exactly")
    parser.add_argument("--settings", required=True, help="settings, TOML")
    parser.add_argument("--readings", required=True, help="readings, CSV")
    parser.add_argument("--out", required=True, help="what the rules say, CSV")
    options = parser.parse_args()
    replay_file(pack_settings.load(options.settings), options.readings, options.out)


if __name__ == "__main__":
    main()
