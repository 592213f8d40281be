# SPDX-License-Identifier: Apache-2.0
"""The settings of a replay (requirements section 7, switches of IN-1), read from TOML.

Everything becomes an integer in the smallest unit of the input (mV, 0.001 degC, mA, ms) or a
Fraction, so that no decision ever meets a binary float.
"""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

DEFAULTS = {
    "pack": {
        "capacity_kwh": "4.0",
        "nominal_cell_v": "3.20",
        "initial_soc_percent": "50",  # SOC-3
        "initial_calibrated": False,  # SOC-3
    },
    # IN-1 with all switches OFF, IN-2 default sensor
    "switches": {
        "cycle": "slow",
        "v_bypass": "3.4",
        "mode": "normal",
        "blind_spot": False,
        "sensor_a": "100",
    },
    "limits": {"v_min": "2.70", "v_max": "3.60", "t_min": "10", "t_max": "80"},
    "relays": {
        "profile": "guarded",  # RELAY-0
        "charge_restart_percent": "95",
        "discharge_restart_percent": "5",
        "restart_delay_s": "30",
        "v_min_hysteresis_mv": "100",
        "v_max_hysteresis_mv": "50",
    },
}

CYCLE_MS = {"slow": 1000, "fast": 500}  # IN-1, switch 1


@dataclass(frozen=True)
class PackSettings:
    cells: int
    capacity_wh: Fraction
    capacity_ah: Fraction
    initial_soc: Fraction
    initial_calibrated: bool
    cycle_ms: int
    v_bypass: int
    mode: str
    blind_spot: bool
    range_ma: int
    v_min: int
    v_max: int
    t_min: int
    t_max: int
    profile: str
    charge_restart: Fraction
    discharge_restart: Fraction
    restart_delay_ms: int
    v_min_hysteresis: int
    v_max_hysteresis: int


def whole(value, scale):
    """value x scale, which the steps of section 7 make a whole number."""
    product = Fraction(str(value)) * scale
    if product.denominator != 1:
        raise ValueError(f"{value} is off its step")
    return product.numerator


def from_table(table):
    given = {name: {**defaults, **table.get(name, {})} for name, defaults in DEFAULTS.items()}
    pack, switches = given["pack"], given["switches"]
    limits, relays = given["limits"], given["relays"]
    cells = pack["cells"]
    capacity_kwh = Fraction(str(pack["capacity_kwh"]))
    nominal_v = Fraction(str(pack["nominal_cell_v"]))
    return PackSettings(
        cells=cells,
        capacity_wh=capacity_kwh * 1000,
        capacity_ah=capacity_kwh * 1000 / (nominal_v * cells),  # SOC-1
        initial_soc=Fraction(str(pack["initial_soc_percent"])),
        initial_calibrated=pack["initial_calibrated"],
        cycle_ms=CYCLE_MS[switches["cycle"]],
        v_bypass=whole(switches["v_bypass"], 1000),
        mode=switches["mode"],
        blind_spot=switches["blind_spot"],
        range_ma=whole(switches["sensor_a"], 1000),
        v_min=whole(limits["v_min"], 1000),
        v_max=whole(limits["v_max"], 1000),
        t_min=whole(limits["t_min"], 1000),
        t_max=whole(limits["t_max"], 1000),
        profile=relays["profile"],
        charge_restart=Fraction(str(relays["charge_restart_percent"])),
        discharge_restart=Fraction(str(relays["discharge_restart_percent"])),
        restart_delay_ms=whole(relays["restart_delay_s"], 1000),
        v_min_hysteresis=whole(relays["v_min_hysteresis_mv"], 1),
        v_max_hysteresis=whole(relays["v_max_hysteresis_mv"], 1),
    )


def load(path):
    with open(path, "rb") as file:
        return from_table(tomllib.load(file, parse_float=Decimal))
