#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the running gateway: start, share of a core, memory, frame to live stream, many live readers.

Each figure comes from the real program over real sockets. `script/bench` runs it last; alone:
usage: gateway/bench/figures.py PROGRAM [--seconds N] [--readers N]      N = 30, 1000
"""
import argparse
import json
import os
import pathlib
import pty
import re
import selectors
import socket
import statistics
import subprocess
import tempfile
import time
import tty
import urllib.request

TICKS = os.sysconf("SC_CLK_TCK")
PACK = """
name = "Sixteen cells"
days = 3650
begin = "12:00"
[pack]
cells = 16
capacity_ah = 100
soc_percent = 50
voltage_noise_mv = 0.5
[pack.sensor_out]
"""


class Gateway:
    def __init__(self, program, data, *arguments):
        begun = time.monotonic()
        self.process = subprocess.Popen([program, "run", "--listen", "127.0.0.1:0", "--data", data, *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.address = re.search(r"(http://[^/]*)/", self.process.stdout.readline().decode()).group(1)
        self.get("/api/v1/packs")
        self.first_answer_s = time.monotonic() - begun
        host, port = self.address[len("http://"):].rsplit(":", 1)
        self.place = (host, int(port))

    def get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            return json.loads(answer.read())

    def cpu_s(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mb(self, key="VmRSS"):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{key}:\s+(\d+)", status).group(1)) / 1024

    def reader(self):
        connection = socket.create_connection(self.place)
        connection.sendall(b"GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection

    def end(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.process.stdout.close()


def share_of_a_core(gateway, seconds):
    before, begun = gateway.cpu_s(), time.monotonic()
    time.sleep(seconds)
    return (gateway.cpu_s() - before) / (time.monotonic() - begun)


def wait_live(gateway):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        pack = gateway.get("/api/v1/packs/" + gateway.get("/api/v1/packs")["packs"][0]["id"])
        if pack["presence"] == "live":
            return
        time.sleep(0.1)
    raise SystemExit("bench: the pack did not come alive")


def one_pack(program, folder, scenario, seconds):
    gateway = Gateway(program, f"{folder}/one", "--simulate", scenario)
    wait_live(gateway)
    reader = gateway.reader()
    share = share_of_a_core(gateway, seconds)
    memory = gateway.memory_mb()
    reader.close()
    gateway.end()
    return gateway.first_answer_s, share, memory


def many_packs(program, folder, scenario, seconds, count):
    config = pathlib.Path(folder, "many.toml")
    config.write_text("".join(f'[[pack]]\nid = "p{i}"\n[[pack.link]]\nkind = "simulated"\nat = "{scenario}"\n'
                              f"seed = {i}\n" for i in range(count)))
    gateway = Gateway(program, f"{folder}/many", "--config", str(config))
    wait_live(gateway)
    share, memory = share_of_a_core(gateway, seconds), gateway.memory_mb()
    gateway.end()
    return share, memory


def frame_to_live(program, folder, seconds):
    """Milliseconds from the last byte of a frame to the message in a live reader."""
    frames = subprocess.run([program, "frames", f"{folder}/pack.toml", "--port", "/dev/stdout", "--days", "0.00008"],
                            capture_output=True, check=True, timeout=60).stdout
    frames = [bytearray(frames[i:i + 58]) for i in range(0, len(frames) - 57, 58)]
    frames = [frame for frame in frames if not frame[30] & 4]  # with E nothing in it counts as read now
    master, slave = pty.openpty()
    tty.setraw(slave)
    gateway = Gateway(program, f"{folder}/frames", "--serial", os.ttyname(slave))
    time.sleep(0.5)
    reader = gateway.reader()
    reader.settimeout(10)
    delays = []
    for i in range(max(20, seconds)):
        frame = frames[i % len(frames)]
        millivolts = 3000 + i  # another pack voltage in each, so that each is told
        frame[0:3] = (millivolts * 3).to_bytes(3, "big")
        frame[57] = sum(frame[:57]) & 0xFF
        time.sleep(0.45)
        sent = time.monotonic()
        os.write(master, frame)
        wanted = f'"pack_mv":{millivolts * 15}'.encode()
        text = b""
        while wanted not in text:
            text += reader.recv(65536)
        delays.append((time.monotonic() - sent) * 1000)
    reader.close()
    gateway.end()
    os.close(master)
    os.close(slave)
    return delays


def live_readers(program, folder, scenario, count, seconds):
    """Share of a core with so many readers, and the messages that each of them got."""
    gateway = Gateway(program, f"{folder}/readers", "--simulate", scenario)
    wait_live(gateway)
    selector = selectors.DefaultSelector()
    messages = {}
    for _ in range(count):
        connection = gateway.reader()
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ)
        messages[connection] = 0
    before, begun = gateway.cpu_s(), time.monotonic()
    lost = 0
    while time.monotonic() - begun < seconds:
        for key, _ in selector.select(timeout=0.5):
            data = key.fileobj.recv(1 << 18)
            if not data:
                lost += 1
                selector.unregister(key.fileobj)
            messages[key.fileobj] += data.count(b"event: pack")
    share = (gateway.cpu_s() - before) / (time.monotonic() - begun)
    memory = gateway.memory_mb()
    for connection in messages:
        connection.close()
    gateway.end()
    return share, memory, lost, min(messages.values())


def rows(program, seconds, readers):
    """Lines of the table: what, figure, aim."""
    with tempfile.TemporaryDirectory(prefix="cellwarden-bench-") as folder:
        scenario = pathlib.Path(folder, "pack.toml")
        scenario.write_text(PACK)
        first, share, memory = one_pack(program, folder, str(scenario), seconds)
        yield "gateway: start to first answer", f"{first * 1000:.0f} ms", "under 1 s"
        yield "gateway: one pack, history, one reader", f"{share * 100:.2f} % of a core", "under 0.5 %"
        yield "gateway: memory of that", f"{memory:.1f} MB", "under 20 MB"
        share, memory = many_packs(program, folder, str(scenario), seconds, 64)
        yield "gateway: 64 packs", f"{share * 100:.1f} % of a core, {memory:.0f} MB", ""
        delays = sorted(frame_to_live(program, folder, seconds))
        yield ("gateway: frame to live reader", f"p50 {statistics.median(delays):.1f} ms, "
               f"p99 {delays[min(len(delays) - 1, int(len(delays) * 0.99))]:.1f} ms", "p99 under 50 ms")
        share, memory, lost, least = live_readers(program, folder, str(scenario), readers, seconds)
        yield (f"gateway: {readers} live readers", f"{share * 100:.0f} % of a core, {memory:.0f} MB, {lost} lost, "
               f"at least {least} messages each in {seconds} s", "1,000 sustained")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("program")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--readers", type=int, default=1000)
    asked = parser.parse_args()
    for what, figure, aim in rows(str(pathlib.Path(asked.program).resolve()), asked.seconds, asked.readers):
        print(f"{what:45} {figure:60} {aim}", flush=True)


if __name__ == "__main__":
    main()
