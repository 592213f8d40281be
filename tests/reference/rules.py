# SPDX-License-Identifier: Apache-2.0
"""Everything before the relays: missed messages, currents, SOC, energy, warnings, bypass.

Times are milliseconds, voltages mV, temperatures 0.001 degC, currents mA, SOC a Fraction in %.
Each class takes `note`, a function that is called with the name of what just happened: nothing
is decided from it, it only lets the survey count which rules a file reached.
"""

from fractions import Fraction
from math import floor

DAY_MS = 24 * 3600 * 1000
MAMS_PER_AH = 1000 * 3_600_000
UWMS_PER_WH = 1_000_000 * 3_600_000

EMPTY_FOR_MS = 10_000  # SOC-6
BYPASS_BAND_MV = 10  # CELL-3
HOT_MC = 70_000  # CELL-5
COOL_MC = 60_000  # CELL-5


class ChainWatch:
    """CHAIN-5: missed messages and warning E."""

    def __init__(self, cycle_ms, note):
        self.cycle_ms = cycle_ms
        self.note = note
        self.last_good_ms = None
        self.rows_not_good = 0  # since the last good one
        self.good_in_a_row = 0
        self.e = True  # CHAIN-5: at power-up E holds until two good messages in a row
        self.missed = 0  # in a row, up to and including this row if it is not good
        self.gap_ms = None  # at a good row: the time since the previous good one

    def missed_before(self, time_ms):
        if self.last_good_ms is None:
            return self.rows_not_good
        cycles = Fraction(time_ms - self.last_good_ms, self.cycle_ms)
        return max(floor(cycles + Fraction(1, 2)) - 1, self.rows_not_good)

    def step(self, message):
        before = self.missed_before(message.time_ms)
        if message.good:
            self.good_row(message.time_ms, before)
        else:
            self.row_not_good(message, before + 1)

    def good_row(self, time_ms, before):
        self.missed = before
        if before >= 3:
            self.begin_e("by missing rows" + (" beside others" if self.rows_not_good else ""))
        if before >= 1:
            self.good_in_a_row = 0
        self.good_in_a_row += 1
        if self.e and self.good_in_a_row >= 2:
            self.e = False
            self.note("E ends")
        known = self.last_good_ms is not None
        self.gap_ms = time_ms - self.last_good_ms if known else None
        self.last_good_ms = time_ms
        self.rows_not_good = 0

    def row_not_good(self, message, count):
        self.missed = count
        self.rows_not_good += 1
        self.good_in_a_row = 0
        if count >= 3:
            self.begin_e("at an invalid row" if message.arrived else "at a row with comm 0")

    def begin_e(self, cause):
        if not self.e:
            self.note("E begins " + cause)
        self.e = True


class Currents:
    """IN-5, IN-7 and the battery current (IN-4: no second sensor leaves I-1 alone)."""

    def __init__(self, message, settings):
        step = Fraction(settings.range_ma, 200)
        self.sensors = 1 if message.i_out is None else 2
        raw = (message.i_in, 0 if message.i_out is None else message.i_out)
        self.saturated = any(abs(i) >= settings.range_ma for i in raw)  # IN-7
        self.blinded = settings.blind_spot and any(i != 0 and abs(i) < step for i in raw)
        if settings.blind_spot:
            raw = tuple(0 if abs(i) < step else i for i in raw)  # IN-5, each by itself
        self.i_1, self.i_2 = raw
        self.battery = self.i_1 - self.i_2
        # EN-1
        self.incoming = max(self.i_1, 0) + max(-self.i_2, 0)
        self.outgoing = max(self.i_2, 0) + max(-self.i_1, 0)


def counted_ms(gap_ms, cycle_ms):
    """SOC-5: the part of the time since the previous good message that is counted."""
    if gap_ms is None or gap_ms > 3 * cycle_ms:
        return 0
    return gap_ms


class StateOfCharge:
    def __init__(self, settings, note):
        self.settings = settings
        self.note = note
        self.percent = settings.initial_soc
        self.calibrated = settings.initial_calibrated  # SOC-3
        self.empty_since = None  # SOC-6

    def step(self, message, currents, time_counted_ms, e):
        # Order within a message: count, SOC-2, SOC-6, IN-7 (section 5)
        self.count(currents.battery, time_counted_ms)
        if e:
            self.empty_since = None  # SOC-6: E resets the 10 s
        else:
            self.reset_at_full(message.volts)
            self.correct_at_empty(message)
        if currents.saturated:  # IN-7: in every good message, wins over a reset
            self.note("IN-7 saturated" + (" during E" if e else ""))
            self.calibrated = False

    def count(self, battery_ma, time_counted_ms):
        # SOC-1
        moved_ah = Fraction(battery_ma * time_counted_ms, MAMS_PER_AH)
        percent = self.percent + moved_ah / self.settings.capacity_ah * 100
        if percent < 0 or percent > 100:
            self.note("SOC-1 kept at 0" if percent < 0 else "SOC-1 kept at 100")
        self.percent = min(max(percent, Fraction(0)), Fraction(100))

    def reset_at_full(self, volts):
        # SOC-2
        s = self.settings
        if s.mode == "normal":
            full = all(v >= s.v_bypass for v in volts)
        else:
            full = sum(volts) >= s.v_bypass * s.cells
        if full:
            self.note(f"SOC-2 {s.mode}")
            self.percent = Fraction(100)
            self.calibrated = True  # SOC-3

    def correct_at_empty(self, message):
        # SOC-6
        s = self.settings
        if not any(v <= s.v_min for v in message.volts):
            self.empty_since = None
            return
        if self.empty_since is None:
            self.empty_since = message.time_ms
        if message.time_ms - self.empty_since < EMPTY_FOR_MS:
            return
        floor_percent = max(s.discharge_restart - 1, Fraction(0))
        if self.percent > floor_percent:
            exactly = message.time_ms - self.empty_since == EMPTY_FOR_MS
            self.note("SOC-6 corrected" + (" at exactly 10 s" if exactly else ""))
            self.percent = floor_percent
            self.calibrated = False


class Energy:
    """EN-1 and EN-2 (no device clock here: 24 h of running, from the first row)."""

    def __init__(self, note):
        self.note = note
        self.first_ms = None
        self.day = 0
        self.in_today = self.out_today = self.in_total = self.out_total = Fraction(0)

    def begin(self, first_ms):
        self.first_ms = first_ms

    def step(self, message, currents, time_counted_ms):
        day = (message.time_ms - self.first_ms) // DAY_MS
        if day > self.day:  # the first good row at or after each 24 h
            self.note("EN-2 new day")
            self.day = day
            self.in_today = self.out_today = Fraction(0)
        pack_mv = sum(message.volts)
        incoming = Fraction(currents.incoming * pack_mv * time_counted_ms, UWMS_PER_WH)
        outgoing = Fraction(currents.outgoing * pack_mv * time_counted_ms, UWMS_PER_WH)
        self.in_today += incoming
        self.in_total += incoming
        self.out_today += outgoing
        self.out_total += outgoing


# WARN-2 to WARN-5, in the order in which they are shown
WARNINGS = (
    ("Vh", lambda m, s: any(v >= s.v_max for v in m.volts)),
    ("Vl", lambda m, s: any(v <= s.v_min for v in m.volts)),
    ("Th", lambda m, s: any(t > s.t_max for t in m.temps)),
    ("Tl", lambda m, s: any(t < s.t_min for t in m.temps)),
)


def warnings_of(message, settings):
    return [name for name, holds in WARNINGS if holds(message, settings)]


class Bypass:
    """CELL-3 and CELL-5 for each cell, from good messages, also while E waits."""

    def __init__(self, settings, note):
        self.v_bypass = settings.v_bypass
        self.note = note
        self.on = [False] * settings.cells
        self.hot = [False] * settings.cells

    def all_off(self):
        """CELL-3: no message for 3 cycles. A hot board stays latched."""
        if any(self.on):
            self.note("CELL-3 off by the third missed")
        self.on = [False] * len(self.on)

    def step(self, message):
        for n, (volts, temp) in enumerate(zip(message.volts, message.temps)):
            self.heat(n, temp)
            if self.hot[n] or volts < self.v_bypass - BYPASS_BAND_MV:
                self.on[n] = False
            elif volts >= self.v_bypass:
                self.on[n] = True

    def heat(self, n, temp):
        # CELL-5
        if temp >= HOT_MC:
            if not self.hot[n]:
                self.note("CELL-5 hot latch" + (" while on" if self.on[n] else ""))
            self.hot[n] = True
        elif temp < COOL_MC:
            if self.hot[n]:
                self.note("CELL-5 cooled")
            self.hot[n] = False

    def cells_on(self):
        return [n + 1 for n, on in enumerate(self.on) if on]
