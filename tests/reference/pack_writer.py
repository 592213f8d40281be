# SPDX-License-Identifier: Apache-2.0
"""Writes rows of readings as decimal text and follows what the rules make of them.

The phases ask this writer what the relays, the delay and the SOC are by now (guarded profile),
so that they can aim at a corner: the reference itself runs along.
"""

from dataclasses import replace
from decimal import Decimal

import readings
from replay_reference import Replay

RUBBISH = ("junk", "", "nan", "99", "-", "0.1", "x1", "1e5")
INVALID_VOLTS = ("", "nan", "0.2", "6", "0.499", "0.4994", "5.501", "5.5005", "-1", "0")
INVALID_TEMPS = ("", "nan", "-60", "130", "-50.001", "125.001", "125.0005", "-50.0006")
EDGE_VOLTS = ("0.5", "0.500", "0.4995", "5.5", "5.500", "5.5004")  # still valid
EDGE_TEMPS = ("-50", "125", "-50.0005", "125.0004")  # still valid


class PackFull(Exception):
    """All rows that were asked for are written."""


class PackWriter:
    def __init__(self, rng, settings, rows):
        self.rng = rng
        self.settings = replace(settings, profile="guarded")
        self.rows_wanted = rows
        self.replay = Replay(self.settings)
        self.lines = []
        self.two_sensors = rng.random() < 0.6
        self.odd_text = rng.choice((0, 0, 0.02, 0.1, 0.4))
        self.jitter = rng.choice((0, 0, 0.05, 0.3, 0.44))
        self.last_ms = None
        self.first_ms = rng.choice((0, 0, 500, 12_345, 43_199_999, 1_700_000_000_250))

    # What is known by now

    @property
    def charge(self):
        return self.replay.charge

    @property
    def load(self):
        return self.replay.load

    @property
    def soc(self):
        return self.replay.soc.percent

    def cycle(self):
        return self.settings.cycle_ms

    def a_step(self):
        """The time to the next row: T, with this pack's jitter, but never a missed message."""
        spread = int(self.cycle() * self.jitter)
        return self.cycle() + self.rng.randint(-spread, spread)

    # Rows

    def good(self, volts, temps, i_in=0, i_out=0, step=None):
        self.write(step, self.number(i_in), self.second(i_out), "1", volts, temps)

    def comm_0(self, step=None):
        rng = self.rng
        cells = self.settings.cells
        if rng.random() < 0.5:
            fields = [rng.choice(RUBBISH) for _ in range(2 * cells)]
        else:
            fields = ["3.3"] * cells + ["25"] * cells
        in_text, out_text = rng.choice((("junk", ""), ("", "rubbish"), ("1.0", "2.0"), ("nan", "")))
        self.write(step, in_text, out_text, "0", fields[:cells], fields[cells:])

    def invalid(self, volts, temps, i_in=0, i_out=0, step=None, spare=None):
        """Arrived, but one to three readings are invalid; cell number `spare` keeps its own."""
        rng = self.rng
        volts, temps = list(volts), list(temps)
        cells = [n for n in range(len(volts)) if n != spare]
        for n in rng.sample(cells, min(rng.choice((1, 1, 3)), len(cells))):
            if rng.random() < 0.5:
                volts[n] = rng.choice(INVALID_VOLTS)
            else:
                temps[n] = rng.choice(INVALID_TEMPS)
        self.write(step, self.number(i_in), self.second(i_out), "1", volts, temps)

    def second(self, i_out):
        return self.number(i_out) if self.two_sensors else ""

    def write(self, step, in_text, out_text, comm, volts, temps):
        if len(self.lines) >= self.rows_wanted:
            raise PackFull
        if self.last_ms is None:
            self.last_ms = self.first_ms
        else:
            step = self.a_step() if step is None else step
            assert step >= 1
            self.last_ms += step
        fields = [self.number(self.last_ms), in_text, out_text, comm]
        fields += [v if isinstance(v, str) else self.number(v) for v in volts]
        fields += [t if isinstance(t, str) else self.number(t) for t in temps]
        self.lines.append(",".join(fields))
        message = readings.message(fields, self.settings.cells)
        assert message.time_ms == self.last_ms
        self.replay.step(message)

    # Decimal text

    def number(self, thousandths):
        """A text that floor(1000 x + 1/2) brings back to this whole number."""
        if self.rng.random() >= self.odd_text:
            return plain(Decimal(thousandths).scaleb(-3), self.rng.random() < 0.5)
        return self.odd_number(thousandths)

    def odd_number(self, thousandths):
        rng = self.rng
        off = rng.choice(("0", "-0.5", "-0.5", "0.4", "0.4999", "-0.25", "0.499999999999"))
        number = (Decimal(thousandths) + Decimal(off)).scaleb(-3)
        style = rng.choice(("plain", "plain", "plus", "exponent", "no zero", "long"))
        if style == "exponent":
            shift = rng.choice((-3, -1, 0, 1, 2))
            return f"{plain(number.scaleb(-shift), True)}{rng.choice('eE')}{shift}"
        text = plain(number, True)
        if style == "plus" and number >= 0:
            return "+" + text
        if style == "no zero":
            return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
        if style == "long" and "." in text:
            return text + "0" * rng.randint(1, 12)
        return text


def plain(number, trimmed):
    text = f"{number:f}"
    if trimmed and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
