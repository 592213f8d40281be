# SPDX-License-Identifier: Apache-2.0
"""Phases of a random pack about missed messages, gaps, E and the passing of days."""

from comfort import calm, comfortable_temps, comfortable_volts


def missed_rows(w):
    """One to six rows that are not good, in every mixture, then one to four good ones."""
    for _ in range(w.rng.randint(2, 8)):
        for _ in range(w.rng.choice((1, 1, 2, 2, 3, 3, 4, 6))):
            row_not_good(w)
        calm(w, w.rng.choice((1, 1, 1, 2, 2, 3, 4)))


def row_not_good(w):
    s, rng = w.settings, w.rng
    steps = (None, None, None, w.cycle() // 3, 2 * w.cycle(), w.cycle() * 3 // 2 - 1)
    kind = rng.random()
    if kind < 0.4:
        w.comm_0(rng.choice(steps))
        return
    volts, temps = comfortable_volts(w), comfortable_temps(w)
    cell = rng.randrange(s.cells)
    if kind < 0.75:
        volts[cell] = rng.choice((s.v_min, s.v_min + 1, s.v_max, s.v_max - 1, s.v_bypass))
        if rng.random() < 0.4:
            temps[cell] = rng.choice((s.t_min, s.t_min - 1, s.t_max, s.t_max + 1, 70_000))
    elif kind < 0.85:
        volts = [s.v_bypass] * s.cells
    i_in = rng.choice((0, s.range_ma, -2 * s.range_ma))
    w.invalid(volts, temps, i_in, 0, rng.choice(steps), spare=cell)


def gaps(w):
    """Gaps at 1.5, 2.5, 3 and 3.5 T, exactly and 1 ms beside, between rows of every kind."""
    rng, cycle = w.rng, w.cycle()
    for _ in range(rng.randint(3, 12)):
        half_cycles = rng.choice((3, 5, 6, 6, 6, 7, 7, 7, 8, 9))
        step = half_cycles * cycle // 2 + rng.choice((-1, 0, 0, 1))
        kind = rng.random()
        if kind < 0.15:
            w.comm_0(step)
        elif kind < 0.3:
            w.invalid(comfortable_volts(w), comfortable_temps(w), step=step)
        else:
            i_in, i_out = w.settings.range_ma // 4, -w.settings.range_ma // 8
            w.good(comfortable_volts(w), comfortable_temps(w), i_in, i_out, step)
        calm(w, rng.choice((0, 1, 1, 2, 3)))


def crowded_e_bridged(w):
    """Three rows that are not good inside 3 T: E, but the gap is counted (SOC-5)."""
    calm(w, 2)
    start = w.last_ms
    for _ in range(3):
        w.comm_0(w.cycle() * 4 // 5)
    big = w.settings.range_ma // 2
    last = start + 3 * w.cycle() + w.rng.choice((-1, 0, 0, 1)) - w.last_ms
    w.good(comfortable_volts(w), comfortable_temps(w), big, 0, last)
    calm(w, w.rng.randint(1, 3))


def waiting_for_the_second(w):
    """E, then single good messages of every kind with something in between: E goes on."""
    rng, cycle = w.rng, w.cycle()
    for _ in range(3):
        w.comm_0()
    for _ in range(rng.randint(1, 5)):
        step = rng.choice((None, cycle * 3 // 2))
        rng.choice((calm, full_and_hot, one_at_v_min))(w, step=step)
        if rng.random() < 0.7:
            w.comm_0()
    calm(w, rng.randint(0, 3))


def full_and_hot(w, step=None):
    """Full, saturated, perhaps hot: only some of it counts while E waits."""
    s = w.settings
    temps = [w.rng.choice((25_000, 70_000))] * s.cells
    i_in = w.rng.choice((0, s.range_ma, -s.range_ma))
    w.good([s.v_bypass] * s.cells, temps, i_in, 0, step)


def one_at_v_min(w, step=None):
    """Begins nothing while E waits (SOC-6)."""
    volts = comfortable_volts(w)
    volts[0] = w.settings.v_min
    w.good(volts, comfortable_temps(w), w.settings.range_ma // 3, 0, step)


def next_day(w):
    """24 h from the first row, exactly or 1 ms beside it, at a good row or at one that is not."""
    day = 24 * 3_600_000
    passed = (w.last_ms - w.first_ms) // day
    target = w.first_ms + (passed + w.rng.choice((1, 1, 2))) * day
    target += w.rng.choice((-1, 0, 0, 1)) if target - w.last_ms > 1 else 0
    if w.rng.random() < 0.3:
        w.comm_0(target - w.last_ms)
    else:
        calm(w, step=target - w.last_ms)
    big = w.settings.range_ma // 2
    for step in (1, 1, w.cycle(), w.cycle()):
        w.good(comfortable_volts(w), comfortable_temps(w), big, big // 2, step)


def almost_next_day(w):
    """The day boundary passes between two messages of a counted gap."""
    day = 24 * 3_600_000
    passed = (w.last_ms - w.first_ms) // day
    target = w.first_ms + (passed + 1) * day
    if target - w.last_ms < 10 * w.cycle():
        return
    calm(w, step=target - w.last_ms - 2 * w.cycle())
    big = w.settings.range_ma // 2
    w.good(comfortable_volts(w), comfortable_temps(w), big, 0)
    w.comm_0(target - w.last_ms)
    for _ in range(3):
        w.good(comfortable_volts(w), comfortable_temps(w), big, big // 2)
