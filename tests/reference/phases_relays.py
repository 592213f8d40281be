# SPDX-License-Identifier: Apache-2.0
"""Phases of a random pack about the relays: openings, the raised delay, the hours (RELAY-1)."""

from comfort import (
    calm,
    comfortable_temps,
    comfortable_volts,
    open_relay,
    wait_until_closed,
)


def chatter(w):
    """Closing and opening until the delay is raised, and on."""
    relay = w.rng.choice((w.charge, w.load))
    cause = w.rng.choice((None, None, "cell"))
    for _ in range(w.rng.choice((1, 2, 2, 3, 5, 6))):
        if not wait_until_closed(w, relay):
            return
        open_relay(w, relay, cause)


def fifth_opening_at_the_hour(w):
    """The fifth opening exactly 3,600 s after the first, or 1 ms earlier or later."""
    relay = w.rng.choice((w.charge, w.load))
    for _ in range(4):
        if not wait_until_closed(w, relay):
            return
        open_relay(w, relay)
    if relay.delay.raised or not wait_until_closed(w, relay):
        return
    target = relay.delay.openings[-4] + 3_600_000 + w.rng.choice((-1, 0, 0, 1))
    if target - w.last_ms > 4 * w.cycle():
        calm(w, step=target - w.last_ms)  # E opens it
        recover_and_chatter(w, relay, w.rng.randint(1, 2))


def recover_and_chatter(w, relay, times):
    for _ in range(times):
        if wait_until_closed(w, relay):
            open_relay(w, relay)


def hours_pass(w):
    """A gap that ends at a multiple of 3,600 s after the last opening, or 1 ms beside it."""
    relay = w.rng.choice((w.charge, w.load))
    raised = [r for r in (w.charge, w.load) if r.delay.raised]
    if raised:
        relay = w.rng.choice(raised)
    if w.rng.random() < 0.6 and relay.closed:
        open_relay(w, relay)
    last = relay.delay.openings[-1] if relay.delay.openings else w.last_ms
    hours = w.rng.choice((1, 1, 1, 2, 3, 7))
    target = last + hours * 3_600_000 + w.rng.choice((-1, 0, 0, 1))
    if target <= w.last_ms:
        return
    calm(w, step=target - w.last_ms)
    wait_until_closed(w, relay)


def halved_while_waiting(w):
    """The ON rows hold already when the delay is halved: 1 ms before 3,600 s, and at it."""
    for relay in (w.charge, w.load):
        if not relay.delay.raised:
            continue
        if relay.closed:
            open_relay(w, relay)
        edge = relay.delay.openings[-1] + 3_600_000
        start = edge - relay.delay.now * 3 // 4
        if start - w.last_ms < 4 * w.cycle():
            continue
        calm(w, step=start - w.last_ms)
        calm(w)  # ends E
        while edge - 1 - w.last_ms > 3 * w.cycle():
            w.good(comfortable_volts(w), comfortable_temps(w), step=3 * w.cycle())
        w.good(comfortable_volts(w), comfortable_temps(w), step=edge - 1 - w.last_ms)
        w.good(comfortable_volts(w), comfortable_temps(w), step=1)
        return


def opening_at_the_hour(w):
    """Raised, and opened again exactly 3,600 s after the last opening, or 1 ms beside it."""
    raised = [relay for relay in (w.charge, w.load) if relay.delay.raised]
    if not raised:
        return
    relay = w.rng.choice(raised)
    by_e = w.rng.random() < 0.4
    edge = relay.delay.openings[-1] + 3_600_000 + w.rng.choice((-1, 0, 0, 0, 1))
    start = edge - relay.delay.now - 30 * w.cycle()
    if not by_e and not relay.closed and start - w.last_ms > 4 * w.cycle():
        calm(w, step=start - w.last_ms)
    if not wait_until_closed(w, relay):
        return
    if not by_e and edge - w.last_ms < 150 * w.cycle():
        while edge - w.last_ms > 3 * w.cycle():
            calm(w, step=3 * w.cycle())
    if w.last_ms < edge and relay.closed:
        open_relay(w, relay, "cell", step=edge - w.last_ms)
    wait_until_closed(w, relay)
