# SPDX-License-Identifier: Apache-2.0
"""The gateway tied to the boards' images: an emulated chain, its OUT board's data output and Bluetooth lines on two ports.

EMULATED_PACK names the program that keeps the chain, IMAGES the folder of the images; without them, what script/firmware builds.
"""
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import unittest

from gateway_test import GatewayTest
from program import ROOT

EMULATED_PACK = pathlib.Path(os.environ.get("EMULATED_PACK", ROOT / "build/release/bin/emulated_pack")).resolve()
IMAGES = pathlib.Path(os.environ.get("IMAGES", ROOT / "build/cortex-m0plus/bin")).resolve()

# IN board, two cell boards, OUT board. What the cells do is slow, so that two readings a second apart are alike.
PACK = """
name = "Four emulated boards"
days = 1
begin = "23:00"
[pack]
cells = 4
capacity_ah = 100
soc_percent = 60
known_soc_percent = 62.5
[[pack.cell]]
cell = 2
soc_percent = 70
[pack.sensor_out]
[pack.switches]
cycle = "fast"
[pack.settings]
restart_delay = 0
"""

CONFIG = """
[[pack]]
id = "by-lines"
[[pack.link]]
kind = "lines"
at = "{lines}"
[[pack]]
id = "by-frames"
[[pack.link]]
kind = "serial"
at = "{frames}"
"""


class EmulatedPack:
    """Emulated boards and the twin behind them; what it says of itself when it ends is in `last_words`."""

    def __init__(self, scenario):
        self.process = subprocess.Popen(
            [str(EMULATED_PACK), "--images", str(IMAGES), "--scenario", str(scenario)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1)
        self.frames = self.process.stdout.readline().strip()
        self.lines = self.process.stdout.readline().strip()
        self.last_words = ""
        if not self.lines:
            raise AssertionError(self.end())

    def ask(self, command):
        self.process.stdin.write(command + "\n")
        answer = self.process.stdout.readline().strip()
        if not answer:
            raise AssertionError(self.end())
        return answer

    def truth(self):
        return json.loads(self.ask("truth"))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        _, self.last_words = self.process.communicate(timeout=60)
        return self.last_words


@unittest.skipUnless(EMULATED_PACK.exists() and (IMAGES / "out-mps2.bin").exists(), "no images: script/firmware builds them")
class TiedToImages(GatewayTest):
    @contextlib.contextmanager
    def emulated(self):
        pack = EmulatedPack(self.write("emulated.toml", PACK))
        try:
            yield pack
            print(pack.end().strip())
            self.assertEqual(pack.process.returncode, 0, pack.last_words)
        finally:
            pack.process.kill()
            pack.process.communicate()

    def pack(self, gateway, name):
        return gateway.get(f"/api/v1/packs/{name}")

    def live(self, gateway, name):
        def is_live():
            pack = self.pack(gateway, name)
            return pack["presence"] == "live" and pack["cells"] and all(pack["cells"].values()) and pack
        return gateway.wait_for(is_live, f"{name} live with all its cells")

    def both_links_say_the_truth(self, gateway, board):
        by_lines, by_frames, truth = self.pack(gateway, "by-lines"), self.pack(gateway, "by-frames"), board.truth()
        for pack, step in ((by_lines, 1), (by_frames, 5)):  # mV: what a line and what a frame resolve
            self.assertEqual(len(pack["cells"]), 4)
            for cell, (volts, celsius) in enumerate(zip(truth["cell_v"], truth["cell_c"]), 1):
                self.assertAlmostEqual(pack["cells"][str(cell)]["mv"], volts * 1000, delta=step + 1)
                self.assertAlmostEqual(pack["cells"][str(cell)]["c"], celsius, delta=1.1)
            self.assertAlmostEqual(pack["charge"]["soc_percent"], truth["soc_percent"], delta=1.1)
            self.assertAlmostEqual(pack["currents"]["battery_ma"] / 1000, truth["current_a"], delta=1.1)
            self.assertEqual(pack["warnings"], [])
            for relay in ("charge", "load"):
                self.assertEqual(pack[f"{relay}_relay"]["allowed"], truth[f"{relay}_closed"])
        # Cell 2 is fuller than its neighbours, so that no cell passes for another one.
        self.assertGreater(truth["cell_v"][1], truth["cell_v"][0] + 0.003)

    def test_app_gateway_emulated_out_board_and_back(self):
        with self.emulated() as board:
            config = self.write("gateway.toml", CONFIG.format(lines=board.lines, frames=board.frames))
            with self.gateway("--config", config) as gateway:
                self.a_wrong_pin_is_refused_by_the_board(gateway)
                self.live(gateway, "by-lines")
                self.live(gateway, "by-frames")
                gateway.wait_for(lambda: board.truth()["load_closed"] and board.truth()["charge_closed"],
                                 "both relays closed")
                gateway.wait_for(lambda: all(self.pack(gateway, name)["charge_relay"]["allowed"] and
                                             self.pack(gateway, name)["load_relay"]["allowed"]
                                             for name in ("by-lines", "by-frames")), "both links say so")
                self.both_links_say_the_truth(gateway, board)
                self.v_min_goes_to_the_board_and_comes_back(gateway)
                self.a_cell_above_v_max_opens_the_charge_relay(gateway, board)

    def a_wrong_pin_is_refused_by_the_board(self, gateway):
        # Without a PIN of its own the gateway can only ask the board.
        sign_in = "/api/v1/packs/by-lines/sign-in"

        def refused():
            status, answer = gateway.call(sign_in, {"pin": "4321"})
            return (status, answer) if status != 503 else None  # 503: not connected yet
        status, answer = gateway.wait_for(refused, "an answer to a wrong PIN")
        self.assertEqual((status, answer["error"]["code"]), (403, "wrong_pin"), answer)
        status, answer = gateway.call(sign_in, {"pin": "1234"})
        self.assertIn(status, (200, 204), answer)

    def v_min_goes_to_the_board_and_comes_back(self, gateway):
        path = "/api/v1/packs/by-lines/settings"
        self.assertEqual(gateway.get(path)["settings"]["v_min"]["value"], 2.7)
        status, answer = gateway.call(f"{path}/apply", {"pin": "4321", "changes": {"v_min": 2.8}})
        self.assertEqual(status, 403, answer)
        status, answer = gateway.call(f"{path}/apply", {"pin": "1234", "changes": {"v_min": 2.8}})
        self.assertEqual(status, 200, answer)
        self.assertEqual(gateway.get(path)["settings"]["v_min"]["value"], 2.8)
        # What its own data output says of it (OUT-3) took another road.
        framed = path.replace("by-lines", "by-frames")
        gateway.wait_for(lambda: gateway.get(framed)["settings"]["v_min"]["value"] == 2.8, "V-min in a frame")

    def a_cell_above_v_max_opens_the_charge_relay(self, gateway, board):
        self.assertEqual(board.truth()["charge_coil"], "close")
        number = board.ask("fault cell_voltage_bias 3 400").removeprefix("fault ")
        gateway.wait_for(lambda: board.truth()["charge_coil"] == "open", "the image's pulse on the charge relay's coil")
        for name in ("by-lines", "by-frames"):
            pack = gateway.wait_for(
                lambda name=name: not (seen := self.pack(gateway, name))["charge_relay"]["allowed"] and seen,
                f"{name} shows the charge relay open")
            self.assertTrue(pack["load_relay"]["allowed"])
        reasons = gateway.wait_for(lambda: self.pack(gateway, "by-lines")["charge_relay"]["reasons"], "a reason")
        self.assertEqual((reasons[0]["rule"], reasons[0]["cell"]), ("CH-1", 3))
        self.assertRegex(reasons[0]["sentence"], r"cell 3 is 3\.[67]\d\d V, limit 3\.600 V")
        self.assertEqual(board.ask(f"mend {number}"), "mended")
        gateway.wait_for(lambda: board.truth()["charge_coil"] == "close", "the charge relay closed again")


if __name__ == "__main__":
    unittest.main()
