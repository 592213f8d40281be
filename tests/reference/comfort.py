# SPDX-License-Identifier: Apache-2.0
"""What every phase needs: readings with which each relay may close, closing one, opening one.

`w` is the PackWriter, `s` its settings.
"""


def comfort_band(s):
    """Voltages that satisfy every ON row and both hysteresis limits, if there are any."""
    low = s.v_min + s.v_min_hysteresis + 1
    high = s.v_bypass - 11
    if s.mode == "critical":
        high = min(high, s.v_max - s.v_max_hysteresis - 1)
    if low > high:
        low, high = s.v_min + 1, s.v_bypass - 1
    return low, high


def comfortable_volts(w):
    low, high = comfort_band(w.settings)
    middle = w.rng.randint(low, high)
    return [min(max(middle + w.rng.randint(-20, 20), low), high) for _ in range(w.settings.cells)]


def comfortable_temps(w):
    s = w.settings
    low, high = s.t_min + 1, s.t_max - 1
    cool = min(high, 59_000)
    high = cool if cool >= low else high
    warm = w.rng.randint(low, high)
    if w.rng.random() < 0.7:
        warm = warm // 1000 * 1000
    return [min(max(warm, low), high)] * s.cells


def small_currents(w):
    most = w.settings.range_ma // 20
    return w.rng.randint(-most, most), w.rng.randint(-most // 2, most)


def currents_towards_comfort(w):
    """Charge below the discharge restart, discharge at or above the charge restart."""
    s = w.settings
    big = s.range_ma * 9 // 10
    if w.soc >= s.charge_restart:
        return (0, big) if w.two_sensors and w.rng.random() < 0.5 else (-big, 0)
    if w.soc < s.discharge_restart:
        return (big, 0)
    return 0, 0


def calm(w, rows=1, step=None):
    for _ in range(rows):
        i_in, i_out = small_currents(w)
        w.good(comfortable_volts(w), comfortable_temps(w), i_in, i_out, step)


def wait_until_closed(w, relay, most_rows=120):
    """Comfortable rows until the relay is closed, some exactly at the delay and 1 ms before."""
    exactly = w.rng.random() < 0.6
    for _ in range(most_rows):
        if relay.closed or is_hopeless(w, relay, most_rows):
            break
        i_in, i_out = currents_towards_comfort(w)
        step = step_towards_closing(w, relay, exactly)
        w.good(comfortable_volts(w), comfortable_temps(w), i_in, i_out, step)
    return relay.closed


def time_left(w, relay):
    """Until the delay is over, None while an ON row fails."""
    return None if relay.on_since is None else relay.on_since + relay.delay.now - w.last_ms


def is_hopeless(w, relay, most_rows):
    """The delay is too long, or over and the hysteresis leaves no voltage to close at."""
    left = time_left(w, relay)
    if left is None:
        return relay.delay.now > 3 * w.cycle() * most_rows
    return left > 3 * w.cycle() * most_rows or left < -3 * w.cycle()


def step_towards_closing(w, relay, exactly):
    cycle = w.cycle()
    left = time_left(w, relay)
    if left is None or left <= 0 or w.replay.chain.e:
        return None
    longest = w.rng.choice((1, 1, 2)) * cycle
    if left > 20 * cycle:
        longest = w.rng.choice((3 * cycle, 3 * cycle, 3 * cycle + 1, 7 * cycle // 2 - 1))
    if not exactly or left > longest:
        return longest
    return left - 1 if left > 1 else 1


def close_both(w):
    for relay in (w.charge, w.load):
        wait_until_closed(w, relay, 60)


def open_relay(w, relay, cause=None, step=None):
    """One opening of that relay (of the other one perhaps as well)."""
    s, rng = w.settings, w.rng
    volts, temps = comfortable_volts(w), comfortable_temps(w)
    cell = rng.randrange(s.cells)
    cause = cause or rng.choice(("cell", "cell", "temperature", "not good", "E rows", "E gap"))
    limit = s.v_max if relay is w.charge else s.v_min
    if cause == "cell":
        volts[cell] = limit
        w.good(volts, temps, step=step)
    elif cause == "temperature":
        temps[cell] = rng.choice((s.t_min - 1, s.t_max + 1))
        w.good(volts, temps)
    elif cause == "not good":
        volts[cell] = limit
        w.invalid(volts, temps, spare=cell)
    elif cause == "E rows":
        for _ in range(3):
            w.comm_0()
    else:
        calm(w, step=4 * w.cycle())
