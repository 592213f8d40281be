#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes readings.csv, the example day: a 12 V system of four 100 Ah cells in a cabin, one row a
second from midnight to midnight. A small model with a fixed seed, good enough to tell a story:
cells that differ a little, sun with clouds, a house, a charger and an inverter that obey the relays,
and a loose wire in the chain at 10:15.

usage: make_day.py > readings.csv
"""
import math
import random

CELLS = 4
CAPACITY_AH = [100.0, 99.6, 98.9, 100.2]
RESISTANCE_OHM = [0.0009, 0.0010, 0.0011, 0.0009]
START_SOC = [0.440, 0.438, 0.434, 0.442]
V_BYPASS, V_MAX, V_MIN = 3.400, 3.600, 2.700
CHARGE_RESTART = 95.0
DELAY_S = 30
ABSORPTION_V = 14.1
LOOSE_WIRE = range(10 * 3600 + 15 * 60, 10 * 3600 + 15 * 60 + 9)

# Rest voltage of an LFP cell over its state of charge.
OCV = [(0.0, 2.60), (0.03, 3.00), (0.06, 3.13), (0.10, 3.20), (0.20, 3.252), (0.30, 3.284),
       (0.40, 3.292), (0.50, 3.296), (0.60, 3.304), (0.70, 3.328), (0.80, 3.332), (0.90, 3.335),
       (0.97, 3.345), (0.99, 3.380), (1.0, 3.450), (1.01, 3.60), (1.02, 3.80)]


def ocv(soc):
    for (s0, v0), (s1, v1) in zip(OCV, OCV[1:]):
        if soc <= s1:
            return v0 + (v1 - v0) * max(0.0, soc - s0) / (s1 - s0)
    return OCV[-1][1]


def sun_current(second, cloud):
    """What the charger could give, in A."""
    hour = second / 3600
    height = math.sin(math.pi * (hour - 6.6) / 12.6)
    return 0.0 if height <= 0 else 24.0 * height ** 1.3 * cloud


def house_current(second, rng, state):
    """What the house takes, in A: standby, a fridge, a pump, cooking, light, a heater at night."""
    hour = second / 3600
    amps = 0.65
    if second % 2700 < 900:
        amps += 3.6
    if 7.0 <= hour < 7.15 or 12.2 <= hour < 12.35:
        amps += 28.0
    if 17.5 <= hour < 23.2:
        amps += 5.5
    if 18.6 <= hour < 19.1:
        amps += 46.0
    if rng.random() < 0.0004:
        state["pump_until"] = second + 40
    if second < state["pump_until"]:
        amps += 7.5
    return amps


def main():
    rng = random.Random(20260621)
    soc = list(START_SOC)
    bypass = [False] * CELLS
    board_warmth = [0.0] * CELLS
    house = {"pump_until": 0}
    cloud, cloud_target = 1.0, 1.0
    counted = 42.0
    charge_closed = load_closed = False
    charge_ready = load_ready = 0
    polarisation = [0.0] * CELLS
    names = [f"cell_{n}_v" for n in range(1, CELLS + 1)] + [f"cell_{n}_c" for n in range(1, CELLS + 1)]
    print("time_s,current_in_a,current_out_a,comm," + ",".join(names))
    for second in range(86400):
        if second % 240 == 0:
            cloud_target = 1.0 if rng.random() < 0.7 else rng.uniform(0.25, 0.8)
        cloud += (cloud_target - cloud) * 0.02
        pack_guess = sum(ocv(s) for s in soc)
        room = max(0.0, (ABSORPTION_V - pack_guess) / 0.012)
        current_in = min(sun_current(second, cloud), room) if charge_closed else 0.0
        current_out = house_current(second, rng, house) if load_closed else 0.0
        battery = current_in - current_out
        volts = []
        for i in range(CELLS):
            through = battery - (1.0 if bypass[i] else 0.0)
            soc[i] += through / 3600 / CAPACITY_AH[i]
            polarisation[i] += (through * 0.0008 - polarisation[i]) * 0.005
            volts.append(ocv(soc[i]) + battery * RESISTANCE_OHM[i] + polarisation[i])
        volts = [round(v + rng.choice((-0.001, 0, 0, 0, 0.001)), 3) for v in volts]
        ambient = 15.0 + 6.0 * math.sin(math.pi * (second / 3600 - 9.0) / 12.0)
        temperatures = []
        for i in range(CELLS):
            board_warmth[i] += ((26.0 if bypass[i] else 0.0) - board_warmth[i]) * 0.006
            temperatures.append(round(ambient + 2 + board_warmth[i]))
        heard = second not in LOOSE_WIRE
        print(f"{second},{current_in:.2f},{current_out:.2f},{int(heard)},"
              + ",".join(f"{v:.3f}" for v in volts) + "," + ",".join(map(str, temperatures)))
        # What the boards will say to it, so that charger and house of the next second obey.
        counted = min(100.0, counted + battery / 36.0 / 93.75)
        if second in LOOSE_WIRE and second - LOOSE_WIRE.start < 2:
            continue
        if not heard:
            charge_closed = load_closed = False
            charge_ready = load_ready = second + 2 + DELAY_S
            continue
        for i in range(CELLS):
            bypass[i] = volts[i] >= V_BYPASS or (bypass[i] and volts[i] >= V_BYPASS - 0.010)
        if min(volts) >= V_BYPASS:
            counted = 100.0
        if min(volts) >= V_BYPASS or max(volts) >= V_MAX:
            charge_closed = False
        if max(volts) >= V_BYPASS or counted >= CHARGE_RESTART:
            charge_ready = second + 1 + DELAY_S
        elif second >= charge_ready:
            charge_closed = True
        if second == 0:
            charge_ready = load_ready = 1 + DELAY_S
        if min(volts) <= V_MIN:
            load_closed = False
            load_ready = second + 1 + DELAY_S
        elif second >= load_ready and min(volts) > V_MIN + 0.1:
            load_closed = True


main()
