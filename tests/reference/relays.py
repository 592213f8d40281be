# SPDX-License-Identifier: Apache-2.0
"""The relay tables of section 5 as tables, and the latch with RELAY-1 around them."""

from dataclasses import dataclass
from fractions import Fraction

HOUR_MS = 3600 * 1000  # RELAY-1
OSCILLATION_COUNT = 5  # RELAY-1: with the fifth opening
OSCILLATION_DELAY_MS = 10_000  # RELAY-1: max(setting, 10 s)
DELAY_MAX_MS = 600_000  # RELAY-1: doubled to at most 600 s


@dataclass(frozen=True)
class Facts:
    """What one message shows: its valid readings, the unrounded SOC, and E."""

    volts: tuple
    temps: tuple
    soc: Fraction
    e: bool


BOTH, NORMAL, CRITICAL = ("normal", "critical"), ("normal",), ("critical",)


def temperatures_inside(f, s):
    return all(t > s.t_min and t < s.t_max for t in f.temps)


CHARGE_OFF = (
    ("CH-1", BOTH, lambda f, s: any(v >= s.v_max for v in f.volts)),
    ("CH-2", NORMAL, lambda f, s: all(v >= s.v_bypass for v in f.volts)),
    ("CH-3", BOTH, lambda f, s: any(t < s.t_min for t in f.temps)),
    ("CH-4", BOTH, lambda f, s: any(t > s.t_max for t in f.temps)),
    ("CH-5", BOTH, lambda f, s: f.e),
)
CHARGE_ON = (
    ("CH-11", NORMAL, lambda f, s: all(v < s.v_bypass for v in f.volts)),
    ("CH-12", NORMAL, lambda f, s: f.soc < s.charge_restart),
    ("CH-13", CRITICAL, lambda f, s: all(v < s.v_max for v in f.volts)),
    ("CH-14", BOTH, temperatures_inside),
    ("CH-15", BOTH, lambda f, s: not f.e),
)
LOAD_OFF = (
    ("LD-1", BOTH, lambda f, s: any(v <= s.v_min for v in f.volts)),
    ("LD-2", BOTH, lambda f, s: any(t < s.t_min for t in f.temps)),
    ("LD-3", BOTH, lambda f, s: any(t > s.t_max for t in f.temps)),
    ("LD-4", BOTH, lambda f, s: f.e),
)
LOAD_ON = (
    ("LD-11", BOTH, lambda f, s: all(v > s.v_min for v in f.volts)),
    ("LD-12", NORMAL, lambda f, s: f.soc >= s.discharge_restart),
    ("LD-13", BOTH, temperatures_inside),
    ("LD-14", BOTH, lambda f, s: not f.e),
)

# CELL-7: these act also in a message that is not good, on its valid readings
ACT_WHEN_NOT_GOOD = ("CH-1", "CH-3", "CH-4", "LD-1", "LD-2", "LD-3")


# RELAY-1: needed besides, in the message that closes the relay
def charge_hysteresis_met(f, s):
    return s.mode != "critical" or all(v < s.v_max - s.v_max_hysteresis for v in f.volts)


def load_hysteresis_met(f, s):
    return all(v > s.v_min + s.v_min_hysteresis for v in f.volts)


def rows_that_hold(table, facts, settings):
    return [id for id, modes, row in table if settings.mode in modes and row(facts, settings)]


def rows_that_fail(table, facts, settings):
    return [id for id, modes, row in table if settings.mode in modes and not row(facts, settings)]


class RestartDelay:
    """RELAY-1: the delay of one relay, raised while it oscillates."""

    def __init__(self, setting_ms, note):
        self.setting = setting_ms
        self.note = note
        self.now = setting_ms
        self.raised = False
        self.openings = []
        self.halvings_done = 0

    def least_raised(self):
        return max(self.setting, OSCILLATION_DELAY_MS)

    def pass_time(self, time_ms):
        """Every 3,600 s since the last opening halve it."""
        if not self.raised:
            return
        due = (time_ms - self.openings[-1]) // HOUR_MS
        while self.raised and self.halvings_done < due:
            self.halvings_done += 1
            if Fraction(self.now, 2) < self.least_raised():
                self.note("RELAY-1 the setting again")
                self.now, self.raised = self.setting, False
            else:
                self.note("RELAY-1 halved")
                self.now //= 2  # exact in ms: 600 s halves to 18.75 s at least

    def opening(self, time_ms):
        self.openings.append(time_ms)
        self.halvings_done = 0
        recent = [t for t in self.openings if time_ms - t <= HOUR_MS]
        if self.raised:
            self.now = min(self.now * 2, DELAY_MAX_MS)
            self.note("RELAY-1 doubled" + (" to 600 s" if self.now == DELAY_MAX_MS else ""))
        elif len(recent) >= OSCILLATION_COUNT:
            self.note("RELAY-1 raised")
            self.now, self.raised = self.least_raised(), True


class Relay:
    """One relay: RELAY-0 latch, RELAY-1 in the guarded profile, RELAY-3 reasons."""

    def __init__(self, settings, off_table, on_table, e_id, hysteresis_met, note):
        self.settings = settings
        self.guarded = settings.profile == "guarded"
        self.off_table, self.on_table = off_table, on_table
        self.e_id = e_id
        self.hysteresis_met = hysteresis_met
        self.delay = RestartDelay(settings.restart_delay_ms, note)
        self.note = note
        self.closed = False  # RELAY-2
        self.on_since = None  # the first good message since which the ON rows have held
        self.off_ids = []  # of the rows since and including the last good one
        self.why = []

    def step_e(self, time_ms):
        """E holds: CH-5, LD-4."""
        self.delay.pass_time(time_ms)
        self.open(time_ms)
        self.off_ids = [self.e_id]
        self.why = [self.e_id]

    def step_good(self, time_ms, facts):
        self.delay.pass_time(time_ms)
        off = rows_that_hold(self.off_table, facts, self.settings)
        failing = rows_that_fail(self.on_table, facts, self.settings)
        self.off_ids = off
        if off:
            self.open(time_ms)  # OFF wins
        elif failing:
            self.on_since = None
        else:
            self.step_on_rows_hold(time_ms, facts)
        self.why = [] if self.closed else off or failing or ["RELAY-1"]

    def step_not_good(self, time_ms, facts):
        """CELL-7: a message without E that is not good; facts hold its own valid readings."""
        self.delay.pass_time(time_ms)
        shown = rows_that_hold(self.off_table, facts, self.settings)
        shown = [id for id in shown if id in ACT_WHEN_NOT_GOOD]
        if shown:
            self.note("CELL-7 acts at once: " + ("opens" if self.closed else "already open"))
            self.open(time_ms)
        kept = [id for id, _, _ in self.off_table if id in self.off_ids or id in shown]
        self.off_ids = kept
        if kept:
            self.why = kept

    def step_on_rows_hold(self, time_ms, facts):
        if self.on_since is None:
            self.on_since = time_ms
        if not self.closed and self.may_close(time_ms, facts):
            self.closed = True
            self.note("closing")

    def may_close(self, time_ms, facts):
        if not self.guarded:
            return True  # RELAY-0 exact
        if time_ms - self.on_since < self.delay.now:
            return False
        if not self.hysteresis_met(facts, self.settings):
            self.note(f"RELAY-1 hysteresis of {self.e_id[:2]} holds it open")
            return False
        if time_ms - self.on_since == self.delay.now > 0:
            self.note("RELAY-1 closes at exactly the delay")
        return True

    def open(self, time_ms):
        self.on_since = None  # E resets the delay, an OFF row that acts restarts it
        if self.closed:
            self.closed = False
            self.delay.opening(time_ms)


def charge_relay(settings, note):
    return Relay(settings, CHARGE_OFF, CHARGE_ON, "CH-5", charge_hysteresis_met, note)


def load_relay(settings, note):
    return Relay(settings, LOAD_OFF, LOAD_ON, "LD-4", load_hysteresis_met, note)
