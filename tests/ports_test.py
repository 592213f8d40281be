# SPDX-License-Identifier: Apache-2.0
"""`cellwarden frames` and `cellwarden board`: a simulated pack on ports that real clients open."""
import contextlib
import os
import select
import signal
import socket
import subprocess
import termios
import time
import unittest

from program import PROGRAM, ProgramTest, run

# A fast cycle, so that the tests are short.
PACK = """
name = "A small pack"
days = 1
begin = "12:00"
[pack]
cells = 4
capacity_ah = 100
soc_percent = 50
[pack.switches]
cycle = "fast"
"""
FRAME = 58
LONG_ENOUGH = 20


class Port(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("pack.toml", PACK)

    @contextlib.contextmanager
    def program(self, *arguments):
        """The running program and the first line that it prints; afterwards it must end well."""
        with subprocess.Popen([str(PROGRAM), *map(str, arguments)], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            try:
                yield process, process.stdout.readline().decode().strip()
                process.send_signal(signal.SIGTERM)
                self.assertEqual(process.wait(timeout=LONG_ENOUGH), 0)
                self.assertEqual(process.stderr.read(), b"")
            finally:
                process.kill()

    def collect(self, descriptor, enough):
        """Bursts of bytes, each with the moment at which it came, until `enough` bytes are there."""
        bursts = []
        until = time.monotonic() + LONG_ENOUGH
        while sum(len(burst) for _, burst in bursts) < enough:
            ready, _, _ = select.select([descriptor], [], [], max(0, until - time.monotonic()))
            self.assertTrue(ready, f"only {bursts} came")
            bursts.append((time.monotonic(), os.read(descriptor, 4096)))
        return bursts


class Frames(Port):
    # OUT-3
    def test_are_read_back_from_the_pseudo_terminal(self):
        with self.program("frames", self.scenario, "--pty") as (_, path):
            line = os.open(path, os.O_RDONLY | os.O_NOCTTY)
            bursts = self.collect(line, 4 * FRAME)
            os.close(line)
        # Not joined in the middle, not split, and nothing between the frames.
        self.assertTrue(all(len(burst) == FRAME for _, burst in bursts), bursts)
        capture = self.write("frames.bin", b"".join(burst for _, burst in bursts))
        decoded = run("decode", capture, "--csv")
        self.assertEqual(decoded.returncode, 0, decoded.stderr)
        self.assertEqual(decoded.stdout.count(b"\n"), 1 + 4)
        self.assertIn(b"4 frames, 0 bytes dropped", decoded.stderr)

    def test_readers_come_and_go(self):
        with self.program("frames", self.scenario, "--pty", "--generation", 1) as (process, path):
            for _ in range(3):
                line = os.open(path, os.O_RDONLY | os.O_NOCTTY)
                self.assertEqual([len(burst) for _, burst in self.collect(line, FRAME)], [FRAME])
                os.close(line)
            self.assertIsNone(process.poll())

    def test_a_reader_may_set_the_line_as_it_likes(self):
        with self.program("frames", self.scenario, "--pty") as (_, path):
            line = os.open(path, os.O_RDWR | os.O_NOCTTY)
            attributes = termios.tcgetattr(line)
            attributes[4] = attributes[5] = termios.B9600
            attributes[2] |= termios.CLOCAL | termios.CREAD | termios.CS8
            termios.tcsetattr(line, termios.TCSANOW, attributes)
            os.write(line, b"\x00\x01\x02")
            self.assertEqual(len(self.collect(line, FRAME)[0][1]), FRAME)
            os.close(line)

    def test_go_to_a_pipe(self):
        with subprocess.Popen([str(PROGRAM), "frames", str(self.scenario), "--port", "/dev/stdout"],
                              stdout=subprocess.PIPE) as process:
            try:
                frames = process.stdout.read(2 * FRAME)
                # The reader goes; the program goes on until it is told to end.
                process.stdout.close()
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(timeout=LONG_ENOUGH), 0)
            finally:
                process.kill()
        self.assertIn(b"2 frames, 0 bytes dropped", run("decode", self.write("a.bin", frames)).stderr)

    def test_end_after_their_days(self):
        result = run("frames", self.scenario, "--pty", "--days", 1 / 86400)
        self.assertEqual((result.returncode, result.stderr), (0, b""))

    def test_wrong_words_are_one_sentence(self):
        self.fails("say where the frames go: either --port PATH or --pty.", "frames", self.scenario)
        self.fails("say where the frames go", "frames", self.scenario, "--pty", "--port", "x")
        self.fails("--generation is 4; it must be 1, 2 or 3.", "frames", self.scenario, "--pty", "--generation", 4)
        self.fails("there is no pack 2: the scenario has 1.", "frames", self.scenario, "--pty", "--pack", 2)
        self.fails("is neither a serial port nor a pipe", "frames", self.scenario, "--port", self.scenario)
        self.fails("cannot open no/such: No such file or directory.", "frames", self.scenario, "--port", "no/such")
        self.fails("name a scenario", "frames", "--pty")


class Board(Port):
    @contextlib.contextmanager
    def client(self, place):
        host, port = place.rsplit(":", 1)
        with socket.create_connection((host, int(port)), timeout=LONG_ENOUGH) as connection, \
             connection.makefile("rb") as lines:
            yield connection, lines

    @staticmethod
    def line(lines):
        """The next line, without its carriage return."""
        text = bytearray()
        while not text.endswith(b"\r"):
            byte = lines.read(1)
            if not byte:
                break
            text += byte
        return bytes(text).decode().rstrip("\r")

    def answer(self, connection, lines, command):
        """What the board says to a command, behind its echo."""
        connection.sendall(command.encode() + b"\r")
        said = self.line(lines)
        while said != command:
            said = self.line(lines)
        return self.line(lines)

    # OUT-4, SET-2
    def test_answers_its_client(self):
        with self.program("board", self.scenario, "--listen", "127.0.0.1:0") as (_, place), \
             self.client(place) as (connection, lines):
            self.assertEqual(self.answer(connection, lines, "PW9999!"), "NA")
            self.assertEqual(self.answer(connection, lines, "PW1234!"), "OK")
            self.assertRegex(self.answer(connection, lines, "V@"), r"^[0-9A-F]{3}(_[0-9A-F]+)+$")
            self.assertEqual(self.answer(connection, lines, "E!"), "OK")
            # Two cycles of live data.
            told = [self.line(lines) for _ in range(6)]
            self.assertTrue(all(told), told)

    # OUT-4
    def test_has_one_client_at_a_time(self):
        with self.program("board", self.scenario, "--listen", "0") as (_, place):
            with self.client(place) as (connection, lines):
                self.assertEqual(self.answer(connection, lines, "PW1234!"), "OK")
                with self.client(place) as (_, refused):
                    self.assertEqual(refused.read(), b"BUSY\r")
                self.assertEqual(self.answer(connection, lines, "PW1234!"), "OK")
            # The next client is served, and is not logged in.
            until = time.monotonic() + LONG_ENOUGH
            while time.monotonic() < until:
                with self.client(place) as (connection, lines):
                    connection.sendall(b"SPMIN0000!\rV@\r")
                    first = self.line(lines)
                    if first != "BUSY":
                        self.assertEqual(first, "SPMIN0000!")
                        self.assertIn(self.line(lines), ("NA", "KO"))
                        return
            self.fail("the port stayed busy")

    # OUT-4
    def test_answers_on_a_pseudo_terminal(self):
        with self.program("board", self.scenario, "--pty") as (_, path):
            line = os.open(path, os.O_RDWR | os.O_NOCTTY)
            os.write(line, b"PW1234!\r")
            told = b"".join(burst for _, burst in self.collect(line, len(b"PW1234!\rOK\r")))
            os.close(line)
            self.assertTrue(told.startswith(b"PW1234!\rOK\r"), told)

    def test_wrong_words_are_one_sentence(self):
        self.fails("say where a client comes in", "board", self.scenario)
        self.fails("--listen is 'here'; it must be ADDRESS:PORT", "board", self.scenario, "--listen", "here")
        self.fails("there is no pack 0", "board", self.scenario, "--pty", "--pack", 0)
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self.fails("Address already in use", "board", self.scenario, "--listen", taken.getsockname()[1])


if __name__ == "__main__":
    unittest.main()
