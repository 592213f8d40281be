# SPDX-License-Identifier: Apache-2.0
"""Phases of a random pack about voltages, temperatures, currents and SOC."""

from math import ceil, floor

from comfort import (
    calm,
    comfortable_temps,
    comfortable_volts,
    currents_towards_comfort,
    open_relay,
    small_currents,
)
from pack_writer import EDGE_TEMPS, EDGE_VOLTS
from rules import MAMS_PER_AH


def voltage_limits(w):
    s, rng = w.settings, w.rng
    limits = [s.v_min, s.v_max, s.v_bypass, s.v_bypass - 10]
    limits += [s.v_min + s.v_min_hysteresis, s.v_max - s.v_max_hysteresis]
    for _ in range(rng.randint(10, 40)):
        volts = comfortable_volts(w)
        if rng.random() < 0.2:
            volts = [rng.choice(limits) + rng.choice((-1, 0, 1))] * s.cells
        if rng.random() < 0.8:
            volts[rng.randrange(s.cells)] = rng.choice(limits) + rng.choice((-1, 0, 1))
        w.good(volts, comfortable_temps(w), *small_currents(w))
        if rng.random() < 0.1:
            calm(w, rng.randint(1, 8))


def hysteresis_holds(w):
    """Long enough at the limit for the delay, beyond the hysteresis and just inside it."""
    s, rng = w.settings, w.rng
    open_relay(w, w.load, "cell")
    open_relay(w, w.charge, "cell")
    edge = rng.choice((s.v_min + s.v_min_hysteresis, s.v_max - s.v_max_hysteresis))
    longest = max(w.charge.delay.now, w.load.delay.now)
    step = min(3 * w.cycle(), max(w.cycle(), longest // 30))
    for _ in range(min(longest // step + 3, 120)):
        volts = comfortable_volts(w)
        volts[rng.randrange(s.cells)] = edge
        w.good(volts, comfortable_temps(w), *currents_towards_comfort(w), step=step)
    for beside in rng.choice(((-1, 0, 1), (1, 0, -1), (0, 1), (0, -1))):
        volts = comfortable_volts(w)
        volts[rng.randrange(s.cells)] = edge + beside
        w.good(volts, comfortable_temps(w))


def full(w):
    """Charging until all cells, or their sum, are at V-bypass; then slowly down the band."""
    s, rng = w.settings, w.rng
    for _ in range(rng.randint(2, 12)):
        volts = [s.v_bypass + rng.randint(0, 1) for _ in range(s.cells)]
        if rng.random() < 0.4:
            volts[rng.randrange(s.cells)] = s.v_bypass - 1
        if rng.random() < 0.4:
            volts = [s.v_bypass] * s.cells
            apart = rng.randint(1, 9)
            volts[0] += apart
            volts[-1] -= apart + rng.randint(0, 1)
        i_in = rng.choice((s.range_ma // 10, s.range_ma - 1, s.range_ma))
        w.good(volts, comfortable_temps(w), i_in, 0)
        if rng.random() < 0.1:
            w.comm_0()
    for below in rng.choice(((1, 9, 10, 11), (10, 10, 11, 1), (5, 0, 10, 12, 10))):
        volts = [s.v_bypass - below] * s.cells
        w.good(volts, comfortable_temps(w), -(s.range_ma // 20), 0)


def empty(w, amps_too=True):
    """A cell at V-min for about 10 s (SOC-6), with missed messages or E in between."""
    s, rng = w.settings, w.rng
    cell, start = rng.randrange(s.cells), None
    end_after = rng.choice((9_999, 10_000, 10_000, 12_345, 25_000))
    trouble = rng.choice((None, None, "missed", "invalid", "E", "E", "up", "gap"))
    lopsided = rng.random() < 0.4
    current = rng.randint(0, s.range_ma // 20) if amps_too else 0
    while start is None or w.last_ms - start < end_after:
        volts = one_cell_empty(w, cell, lopsided)
        step = w.a_step() if start is None else min(w.a_step(), start + end_after - w.last_ms)
        w.good(volts, comfortable_temps(w), -current, 0, step)
        start = w.last_ms if start is None else start
        if trouble and w.last_ms - start > 4_000:
            make_trouble(w, trouble)
            trouble = None
        if rng.random() < 0.1:
            cell = rng.randrange(s.cells)
    if rng.random() < 0.5:  # charged while a cell is still at V-min: corrected again
        volts[cell] = s.v_min
        for _ in range(3):
            w.good(volts, comfortable_temps(w), s.range_ma * 9 // 10, 0)


def one_cell_empty(w, cell, lopsided):
    """Lopsided: the other cells so high that the pack voltage is full in critical mode (SOC-2)."""
    s = w.settings
    volts = comfortable_volts(w)
    low = s.v_min - w.rng.choice((0, 0, 1, 50))
    if lopsided:
        others = s.v_bypass + ceil((s.v_bypass - low) / (s.cells - 1))
        volts = [min(others, 5_500)] * s.cells
    volts[cell] = low
    return volts


def empty_at_the_correction(w):
    """Calibrated and already where SOC-6 would put it: nothing to correct, still calibrated."""
    s = w.settings
    for _ in range(3):
        w.good([s.v_bypass] * s.cells, comfortable_temps(w))
    move_soc(w, max(s.discharge_restart - 1, 0))
    empty(w, amps_too=False)


def make_trouble(w, kind):
    volts, temps = comfortable_volts(w), comfortable_temps(w)
    if kind == "missed":
        w.comm_0()
    elif kind == "invalid":
        w.invalid(volts, temps)
    elif kind == "E":
        for _ in range(3):
            w.comm_0()
    elif kind == "up":
        w.good([max(v, w.settings.v_min + 1) for v in volts], temps)
    elif kind == "gap":
        volts[0] = w.settings.v_min
        w.good(volts, temps, step=w.rng.choice((3, 4)) * w.cycle() - w.rng.choice((0, 300)))


def temperature_limits(w):
    s, rng = w.settings, w.rng
    for _ in range(rng.randint(5, 25)):
        temps = comfortable_temps(w)
        edge = rng.choice((s.t_min, s.t_max)) + rng.choice((-1, 0, 0, 1))
        if rng.random() < 0.7:
            temps[rng.randrange(s.cells)] = edge
        w.good(comfortable_volts(w), temps, *small_currents(w))


def heat(w):
    """A bypassing board at 60 and 70 degC (CELL-5), in the band and above V-bypass."""
    s, rng = w.settings, w.rng
    cell = rng.randrange(s.cells)
    for _ in range(rng.randint(8, 30)):
        volts, temps = comfortable_volts(w), comfortable_temps(w)
        volts[cell] = s.v_bypass - rng.choice((-1, 0, 0, 1, 10, 10, 11))
        temps[cell] = rng.choice((59_999, 60_000, 60_001, 65_000, 69_999, 70_000, 70_001))
        kind = rng.random()
        if kind < 0.08:
            w.comm_0()
        elif kind < 0.12:
            w.invalid(volts, temps)
        elif kind < 0.15:
            w.good(volts, temps, step=4 * w.cycle())
        else:
            w.good(volts, temps, *small_currents(w))


def real_edges(w):
    """Readings at the very limits of what can be real (CELL-7): still valid."""
    rng = w.rng
    for _ in range(rng.randint(2, 6)):
        volts, temps = comfortable_volts(w), comfortable_temps(w)
        if rng.random() < 0.5:
            volts[rng.randrange(len(volts))] = rng.choice(EDGE_VOLTS)
        else:
            temps[rng.randrange(len(temps))] = rng.choice(EDGE_TEMPS)
        w.good(volts, temps)
        calm(w, rng.randint(0, 3))


def current_edges(w):
    """Just below, at and just above range/200 (IN-5) and the range (IN-7), both signs."""
    s, rng = w.settings, w.rng
    edges = [ceil(s.range_ma / 200) + beside for beside in (-1, 0, 1)]
    edges += [s.range_ma + beside for beside in (-1, 0, 1)] + [0, s.range_ma // 3]
    for _ in range(rng.randint(8, 30)):
        i_in = rng.choice(edges) * rng.choice((-1, 1))
        i_out = rng.choice(edges) * rng.choice((-1, 1))
        w.good(comfortable_volts(w), comfortable_temps(w), i_in, i_out)


def approach_soc(w):
    """Moves the SOC to exactly a restart value, or to the nearest current beside it."""
    s, rng = w.settings, w.rng
    target = rng.choice((s.charge_restart, s.discharge_restart))
    for relay in (w.charge, w.load):
        open_relay(w, relay, "cell")
    move_soc(w, target)
    for _ in range(rng.randint(2, 40)):
        w.good(comfortable_volts(w), comfortable_temps(w))
    for current in (-1, 1, 1, -1):
        w.good(comfortable_volts(w), comfortable_temps(w), current * s.range_ma // 100, 0)


def move_soc(w, target):
    """Up to 60 rows of current towards this SOC, the last one to hit it if it can be hit."""
    s, rng = w.settings, w.rng
    most = s.range_ma * 9 // 10
    for _ in range(60):
        left = (target - w.soc) / 100 * s.capacity_ah * MAMS_PER_AH
        if left == 0:
            break
        step = step_that_divides(left, w.cycle(), most)
        current = left / step
        whole = floor(current) if rng.random() < 0.5 else ceil(current)
        whole = min(max(whole, -most), most)
        w.good(comfortable_volts(w), comfortable_temps(w), whole, 0, step)
        if whole == 0 or abs(current) < 1:
            break


def step_that_divides(left, cycle, most):
    """A time step of about T by which the remaining charge divides to a whole current."""
    if abs(left) <= most * cycle:
        for step in range(cycle, cycle // 2, -1):
            if (left / step).denominator == 1:
                return step
    return cycle


def soc_rails(w):
    """Enough charge in either direction to reach 0 or 100 % in a small pack."""
    s, rng = w.settings, w.rng
    sign = rng.choice((-1, 1))
    for _ in range(rng.randint(10, 60)):
        i_in = sign * (s.range_ma - rng.choice((1, 1, 1, 0)))
        w.good(comfortable_volts(w), comfortable_temps(w), i_in, -i_in // 3, 3 * w.cycle())
        if w.soc in (0, 100) and rng.random() < 0.3:
            break
