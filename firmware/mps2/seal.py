# SPDX-License-Identifier: Apache-2.0
"""Writes the CRC-32 of an image into its last four bytes, where the program looks for it at power-up.

usage: seal.py IMAGE.bin
"""
import pathlib
import sys
import zlib

image = pathlib.Path(sys.argv[1])
program = image.read_bytes()[:-4]
image.write_bytes(program + zlib.crc32(program).to_bytes(4, "little"))
