# SPDX-License-Identifier: Apache-2.0
"""Random settings that section 7 accepts, with a liking for the awkward ones."""

V_BYPASS_MV = (3400, 3500, 3600, 3700, 4000, 4100, 4200, 4300)  # IN-1
SENSORS_A = (25, 50, 100, 250, 400, 500, 1000, 2000)  # IN-2


def volts_text(mv):
    return f"{mv // 1000}.{mv % 1000:03d}"


def random_table(rng):
    """A settings table as TOML would give it; decimals are kept as text."""
    pack_kind = rng.random()
    cells = rng.randint(2, 16) if pack_kind < 0.95 else rng.randint(17, 40)
    if pack_kind < 0.35:
        cells = rng.choice((2, 3, 4))
    charge_restart = rng.choice((1, 50, 90, 95, 99, 100, rng.randint(1, 100)))
    lower = [p for p in (0, 1, 2, 5, 10, 20, 98, rng.randint(0, 99)) if p < charge_restart]
    discharge_restart = rng.choice(lower)
    switches = {
        "cycle": rng.choice(("slow", "fast")),
        "mode": rng.choice(("normal", "critical")),
        "blind_spot": rng.random() < 0.5,
        "sensor_a": str(rng.choice(SENSORS_A)),
    }
    limits, hysteresis = voltages(rng, switches)
    t_min = rng.choice((-40, 0, 5, 10, rng.randint(-40, 84)))
    t_max = rng.choice((t_min + 1, 85, 80, 75, 60, 45, rng.randint(t_min + 1, 85)))
    t_max = max(t_max, t_min + 1)
    return {
        "pack": {
            "cells": cells,
            "capacity_kwh": capacity_text(rng),
            "nominal_cell_v": rng.choice(("3.20", "3.2", "3.70", "2.00", "4.00", "3.37")),
            "initial_soc_percent": soc_text(rng, charge_restart, discharge_restart),
            "initial_calibrated": rng.random() < 0.5,
        },
        "switches": switches,
        "limits": {**limits, "t_min": str(t_min), "t_max": str(t_max)},
        "relays": {
            "profile": rng.choice(("guarded", "exact")),
            "charge_restart_percent": str(charge_restart),
            "discharge_restart_percent": str(discharge_restart),
            "restart_delay_s": str(rng.choice((0, 0, 0, 5, 5, 5, 10, 15, 30, 30, 60, 600))),
            **hysteresis,
        },
    }


def capacity_text(rng):
    tenths = rng.choice((1, 1, 1, 2, 3, 5, 12, 40, rng.randint(1, 100), 65535))
    return f"{tenths // 10}.{tenths % 10}"


def soc_text(rng, charge_restart, discharge_restart):
    near = rng.choice((charge_restart, discharge_restart, max(discharge_restart - 1, 0)))
    just_below = f"{near - 1}.999" if near > 0 else "0"
    anywhere = str(rng.randint(0, 100))
    return rng.choice(("0", "100", "50", str(near), str(near), just_below, anywhere))


def voltages(rng, switches):
    """V-min < V-bypass < V-max; mostly with room for the hysteresis, sometimes without any."""
    v_bypass = rng.choice(V_BYPASS_MV)
    switches["v_bypass"] = volts_text(v_bypass)
    if rng.random() < 0.8:
        v_min = rng.randrange(2000, v_bypass - 145, 5)
        v_max = rng.randrange(v_bypass + 5, min(v_bypass + 400, 5000) + 1, 5)
        room = v_bypass - v_min - 60
        v_min_hysteresis = rng.choice((0, 10, 100, 500, 10 * rng.randint(0, 50)))
        v_max_hysteresis = rng.choice((0, 10, 50, 500, 10 * rng.randint(0, 50)))
        v_min_hysteresis = min(v_min_hysteresis, room // 2 // 10 * 10)
        v_max_hysteresis = min(v_max_hysteresis, room // 2 // 10 * 10)
    else:
        v_min = rng.choice((2000, v_bypass - 5, v_bypass - 10, rng.randrange(2000, v_bypass, 5)))
        v_max = rng.choice((5000, v_bypass + 5, rng.randrange(v_bypass + 5, 5001, 5)))
        v_min_hysteresis = 10 * rng.randint(0, 50)
        v_max_hysteresis = 10 * rng.randint(0, 50)
    limits = {"v_min": volts_text(v_min), "v_max": volts_text(v_max)}
    hysteresis = {
        "v_min_hysteresis_mv": str(v_min_hysteresis),
        "v_max_hysteresis_mv": str(v_max_hysteresis),
    }
    return limits, hysteresis


QUOTED = ("cycle", "mode", "profile")


def toml_text(table, defaults, rng):
    """The table as TOML; now and then a key at its default is left out."""
    leave_out = rng.random() < 0.3
    lines = []
    for section, keys in table.items():
        lines.append(f"[{section}]")
        for key, value in keys.items():
            default = defaults[section].get(key)
            if leave_out and default is not None and same(value, default):
                continue
            if key in QUOTED:
                value = f'"{value}"'
            elif isinstance(value, bool):
                value = str(value).lower()
            lines.append(f"{key} = {value}")
        lines.append("")
    return "\n".join(lines)


def same(value, default):
    if isinstance(value, bool) or isinstance(default, bool):
        return value is default
    try:
        return float(value) == float(default)  # picks a default to leave out, decides no rule
    except ValueError:
        return value == default
