# SPDX-License-Identifier: Apache-2.0
"""One row of readings: decimal text to integers, and which readings are valid (CELL-7)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

VALID_MV = (500, 5500)  # CELL-7: invalid below 0.5 V or above 5.5 V
VALID_MC = (-50_000, 125_000)  # CELL-7: invalid below -50 degC or above 125 degC


@dataclass(frozen=True)
class Message:
    """A message due. A reading is None where it is invalid, i_out is None without I-2 (IN-4)."""

    time_text: str
    time_ms: int
    arrived: bool
    volts: tuple = ()
    temps: tuple = ()
    i_in: int = 0
    i_out: int | None = None

    @property
    def good(self):
        """Arrived intact and every reading in it valid (CHAIN-5, CELL-7)."""
        return self.arrived and None not in self.volts and None not in self.temps


def thousandths(text):
    """floor(1000 x + 1/2) of a decimal text, exactly."""
    number = Decimal(text.strip())
    if number.is_nan() or number.is_infinite():
        raise ValueError(f"{text} is not a finite number")
    if number.is_zero() or number.adjusted() < -30:
        return 0  # so near to 0 that adding 1/2 decides it
    if number.adjusted() > 30:
        return 10**30 if number > 0 else -(10**30)
    return floor(Fraction(number) * 1000 + Fraction(1, 2))


def reading(text, valid):
    """The reading in thousandths, None if it cannot be real (CELL-7)."""
    if text.strip() == "" or text.strip().lower() == "nan":
        return None
    value = thousandths(text)
    lowest, highest = valid
    return None if value < lowest or value > highest else value


def message(fields, cells):
    """fields: time_s, current_in_a, current_out_a, comm, N voltages, N temperatures."""
    time_text, in_text, out_text, comm = fields[:4]
    time_ms = thousandths(time_text)
    if comm.strip() == "0":
        return Message(time_text, time_ms, arrived=False)  # the other fields are ignored
    return Message(
        time_text,
        time_ms,
        arrived=True,
        volts=tuple(reading(text, VALID_MV) for text in fields[4 : 4 + cells]),
        temps=tuple(reading(text, VALID_MC) for text in fields[4 + cells : 4 + 2 * cells]),
        i_in=thousandths(in_text),
        i_out=thousandths(out_text) if out_text.strip() else None,
    )
