# SPDX-License-Identifier: Apache-2.0
"""`cellwarden run` and the commands around it, as a person and as a program meet them: real ports, real HTTP, real kills."""
import contextlib
import gzip
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import time
import unittest
import urllib.error
import urllib.request

from program import PROGRAM, ProgramTest, run

LONG_ENOUGH = 60
# kill -9 at random moments of the whole program; the history alone is killed more often in its own tests.
KILLS = int(os.environ.get("GATEWAY_KILLS", "5"))

PACK = """
name = "A small pack"
days = 1
begin = "12:00"
[pack]
cells = 4
capacity_ah = 100
soc_percent = 50
[pack.sensor_out]
[pack.switches]
cycle = "fast"
"""


class Gateway:
    """A running gateway and its address."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([str(PROGRAM), "run", "--listen", "127.0.0.1:0", *map(str, arguments)],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        line = self.process.stdout.readline().decode()
        found = re.search(r"open (http://\S+)/", line)
        if not found:
            self.process.kill()
            raise AssertionError(f"no address: {line!r} {self.process.stderr.read().decode()!r}")
        self.address = found.group(1)

    def call(self, path, body=None, method=None):
        """Status and JSON (or text) of an answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=data, method=method,
                                         headers={"Content-Type": "application/json", "Origin": self.address})
        try:
            with urllib.request.urlopen(request, timeout=LONG_ENOUGH) as answer:
                status, text = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode()
        try:
            return status, json.loads(text)
        except json.JSONDecodeError:
            return status, text

    def get(self, path):
        status, answer = self.call(path)
        if status != 200:
            raise AssertionError(f"{path}: {status} {answer}")
        return answer

    def pack(self):
        """The first pack as it is now."""
        packs = self.get("/api/v1/packs")
        packs = packs["packs"] if isinstance(packs, dict) else packs
        return self.get(f"/api/v1/packs/{packs[0]['id']}")

    def wait_for(self, is_true, what):
        """Asks until is_true(); its last answer."""
        until = time.monotonic() + LONG_ENOUGH
        while True:
            answer = is_true()
            if answer:
                return answer
            if time.monotonic() > until:
                raise AssertionError(f"still not: {what}; {self.pack()}")
            time.sleep(0.1)

    def live_pack(self):
        def live():
            pack = self.pack()
            return pack if pack["presence"] == "live" and pack["cells"] and all(pack["cells"].values()) else None
        return self.wait_for(live, "a live pack with all its cells")


class GatewayTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("pack.toml", PACK)
        self.data = self.folder / "data"

    @contextlib.contextmanager
    def gateway(self, *arguments):
        gateway = Gateway("--data", self.data, *arguments)
        try:
            yield gateway
            if gateway.process.poll() is None:
                gateway.process.send_signal(signal.SIGTERM)
            self.assertEqual(gateway.process.wait(timeout=LONG_ENOUGH), 0)
        finally:
            gateway.process.kill()
            gateway.process.wait()
            gateway.process.stdout.close()
            gateway.process.stderr.close()

    @contextlib.contextmanager
    def other(self, *arguments):
        """Another of our programs; yields it and the first line that it prints."""
        with subprocess.Popen([str(PROGRAM), *map(str, arguments)], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as process:
            try:
                yield process, process.stdout.readline().decode().strip()
            finally:
                process.kill()


class FirstLook(GatewayTest):
    def test_it_shows_a_living_system_without_anything_configured(self):
        with self.gateway() as gateway:
            pack = gateway.live_pack()
            self.assertTrue(pack["simulated"])
            self.assertEqual(len(pack["cells"]), 16)
            self.assertEqual(pack["charge"]["soc_percent"] > 0, True)
            self.assertRegex(pack["sentence"], r"(Charging|Discharging|The battery rests)")
            status, page = gateway.call("/")
            self.assertEqual(status, 200)
            self.assertIn('<div id="app">', page)
            script = re.search(r'src="(/assets/[^"]+\.js)"', page)[1]
            with urllib.request.urlopen(urllib.request.Request(
                    gateway.address + script, headers={"Accept-Encoding": "gzip"})) as answer:
                self.assertEqual(answer.headers["Content-Encoding"], "gzip")
                packed = answer.read()
            self.assertEqual(gzip.decompress(packed).decode(), gateway.call(script)[1])
            self.assertLess(len(packed), len(gateway.call(script)[1]) / 2)

    def test_its_past_is_filled_in_behind_the_first_answer_and_is_marked(self):
        config = self.write("short.toml", "[history]\nbackfill_days = 1\n")
        with self.gateway("--config", config) as gateway:
            gateway.live_pack()
            name = gateway.pack()["id"]

            def past():
                span = gateway.get(f"/api/v1/packs/{name}/history/span")
                first = span.get("first") or span.get("first_ms") or span.get("from")
                return first and time.time() * 1000 - first > 20 * 3_600_000
            gateway.wait_for(past, "a day of history")
            history = gateway.get(f"/api/v1/packs/{name}/history?series=soc,simulated&points=50")
            self.assertIn("soc", json.dumps(history))

            # Where the simulated past meets the present, nothing of the system that was shown meanwhile is left.
            def present():
                begin = int(time.time() * 1000) - 60_000
                _, rows = gateway.call(f"/api/v1/packs/{name}/history.csv?series=soc&from={begin}")
                socs = [float(row.split(",")[-1]) for row in rows.split()[1:] if re.search(r",[0-9.]+$", row)]
                return socs if len(socs) > 20 else None
            socs = gateway.wait_for(present, "twenty readings of the last minute")
            self.assertLess(max(abs(a - b) for a, b in zip(socs, socs[1:])), 1, socs)

    def test_a_data_folder_belongs_to_one_gateway(self):
        with self.gateway():
            result = run("run", "--listen", "127.0.0.1:0", "--data", self.data)
            self.assertEqual(result.returncode, 2)
            self.assertRegex(result.stderr.decode(), r"cellwarden: .*history\.db")


class Links(GatewayTest):
    def test_frames_on_a_pseudo_terminal_come_back_value_for_value(self):
        with self.other("frames", self.scenario, "--pty") as (_, port), \
                self.gateway("--serial", port, "--simulate", self.scenario) as gateway:
            def both():
                packs = gateway.get("/api/v1/packs")
                packs = packs["packs"] if isinstance(packs, dict) else packs
                full = {pack["id"]: gateway.get(f"/api/v1/packs/{pack['id']}") for pack in packs}
                done = all(p["presence"] == "live" and len(p["cells"]) == 4 and all(p["cells"].values())
                           for p in full.values())
                return full if done else None
            full = gateway.wait_for(both, "both packs live")
            serial, simulated = full["serial"], full["pack"]
            # The same pack, seen by two roads at about the same moment: 5 mV of the wire, and a little time.
            for cell in "1234":
                self.assertAlmostEqual(serial["cells"][cell]["mv"], simulated["cells"][cell]["mv"], delta=15)
                self.assertAlmostEqual(serial["cells"][cell]["c"], simulated["cells"][cell]["c"], delta=1.5)
                self.assertIsNone(serial["cells"][cell]["bypass"])
            self.assertAlmostEqual(serial["charge"]["soc_percent"], simulated["charge"]["soc_percent"], delta=1.1)
            self.assertEqual(serial["charge"]["capacity_wh"] // 100, simulated["charge"]["capacity_wh"] // 100)
            self.assertEqual(serial["setup"]["v_bypass_mv"], simulated["setup"]["v_bypass_mv"])
            self.assertIsNone(serial["setup"]["mode"])  # a frame does not tell it

    def test_v_min_is_changed_over_the_lines_with_the_pin_and_read_back(self):
        with self.other("board", self.scenario, "--listen", "127.0.0.1:0") as (_, address), \
                self.gateway("--lines", address, "--pin", "1234") as gateway:
            gateway.live_pack()
            path = "/api/v1/packs/lines/settings"
            status, answer = gateway.call(f"{path}/apply", {"pin": "4321", "changes": {"v_min": 2.8}})
            self.assertEqual(status, 403, answer)
            status, answer = gateway.call(f"{path}/apply", {"pin": "1234", "changes": {"v_min": 3.7}})
            self.assertIn(status, (400, 409, 422), answer)  # above V-bypass
            status, answer = gateway.call(f"{path}/apply", {"pin": "1234", "changes": {"v_min": 2.8}})
            self.assertEqual(status, 200, answer)
            self.assertIn('"v_min": {"', json.dumps(answer))
            self.assertEqual(gateway.get(path)["settings"]["v_min"]["value"], 2.8)

    def test_a_serial_port_that_is_not_there_is_said_and_does_not_end_it(self):
        with self.gateway("--serial", "/dev/ttyNOTHERE") as gateway:
            pack = gateway.wait_for(lambda: gateway.pack() if gateway.pack()["links"][0]["sentence"] else None,
                                    "the link's sentence")
            self.assertIn("/dev/ttyNOTHERE is not there", pack["links"][0]["sentence"])
            self.assertEqual(pack["presence"], "never")
            self.assertEqual(pack["warnings"], ["E"])
            self.assertFalse(pack["charge_relay"]["allowed"])

    def test_the_live_stream_begins_with_everything_and_goes_on_with_changes(self):
        with self.gateway("--simulate", self.scenario) as gateway:
            gateway.live_pack()
            events = []
            with urllib.request.urlopen(gateway.address + "/api/v1/live", timeout=LONG_ENOUGH) as stream:
                while len(events) < 4:
                    line = stream.readline().decode()
                    if line.startswith("event: "):
                        name = line[7:].strip()
                        data = stream.readline().decode()
                        self.assertTrue(data.startswith("data: "))
                        events.append((name, json.loads(data[6:])))
            self.assertEqual(events[0][0], "snapshot")
            self.assertEqual(len(events[0][1]["packs"][0]["cells"]), 4)
            self.assertIn("pack", [name for name, _ in events[1:]])


class Endings(GatewayTest):
    def test_sigterm_ends_it_well_and_readings_are_kept(self):
        with self.gateway("--simulate", self.scenario) as gateway:
            gateway.live_pack()
            time.sleep(3)
        with contextlib.closing(sqlite3.connect(self.data / "history.db")) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        with self.gateway("--simulate", self.scenario) as gateway:
            gateway.live_pack()
            span = json.dumps(gateway.get("/api/v1/packs/pack/history/span"))
            self.assertRegex(span, r"\d{13}")

    def test_kill_9_at_random_moments_never_needs_a_repair(self):
        dice = random.Random(1)
        for _ in range(KILLS):
            gateway = Gateway("--data", self.data, "--simulate", self.scenario)
            time.sleep(dice.uniform(0, 2))
            gateway.process.kill()
            gateway.process.wait()
            gateway.process.stdout.close()
            gateway.process.stderr.close()
        with self.gateway("--simulate", self.scenario) as gateway:
            gateway.live_pack()
            self.assertEqual(gateway.call("/healthz")[0], 200)
        aside = [path.name for path in self.data.iterdir() if "damaged" in path.name or "aside" in path.name]
        self.assertEqual(aside, [])


class Around(GatewayTest):
    def test_a_backup_of_a_running_gateway_can_be_restored(self):
        backup = self.folder / "backup.db"
        with self.gateway("--simulate", self.scenario) as gateway:
            gateway.live_pack()
            time.sleep(1)
            result = run("backup", backup, "--data", self.data)
            self.assertEqual(result.returncode, 0, result.stderr.decode())
            self.assertIn(b"bytes", result.stdout)
        other = self.folder / "other"
        other.mkdir()
        result = run("restore", backup, "--data", other)
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        self.assertTrue((other / "history.db").exists())

    def test_beyond_this_computer_it_wants_a_password_first(self):
        result = run("run", "--listen", "0.0.0.0:0", "--data", self.data)
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"cellwarden password", result.stderr)
        result = run("password", "--data", self.data, stdin=b"short\n")
        self.assertEqual(result.returncode, 2)
        result = run("password", "--data", self.data, stdin=b"a long enough one\n")
        self.assertEqual(result.returncode, 0, result.stderr.decode())

    def test_check_config_says_what_a_config_means(self):
        config = self.write("gateway.toml", '[[pack]]\nid = "house"\n[[pack.link]]\nkind = "simulated"\n'
                                            f'at = "{self.scenario}"\n')
        result = run("check-config", config)
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        self.assertIn("pack house (house): simulated", result.stdout.decode())
        self.fails("Did you mean 'listen'?", "check-config", self.write("wrong.toml", 'lisen = "127.0.0.1"\n'))

    def test_a_wrong_listen_address_is_a_sentence(self):
        self.fails("elephant", "run", "--listen", "elephant:x:y", "--data", self.data)


if __name__ == "__main__":
    unittest.main()
