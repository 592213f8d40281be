# SPDX-License-Identifier: Apache-2.0
"""A serial cable without hardware: prints the port to open, then sends there what comes in, until that ends."""
import os
import pty
import sys
import tty

ours, theirs = pty.openpty()
tty.setraw(theirs)
print(os.ttyname(theirs), flush=True)
while piece := os.read(sys.stdin.fileno(), 4096):
    os.write(ours, piece)
