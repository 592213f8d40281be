// SPDX-License-Identifier: Apache-2.0
// A pack behind a serial cable: a pseudo terminal on which a frame comes every half second (the fast cycle).
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { frameOf, type PackReading } from './frame';

const kCycleMs = 500;
const kCable = fileURLToPath(new URL('./pseudo_terminal.py', import.meta.url));

export class SerialPack {
  #cell = 0;
  readonly #timer: ReturnType<typeof setInterval>;

  private constructor(
    readonly port: string,
    readonly cable: ChildProcess,
    public reading: PackReading | null,
  ) {
    this.#timer = setInterval(() => this.#send(), kCycleMs);
  }

  static async plugIn(reading: PackReading): Promise<SerialPack> {
    const cable = spawn('python3', [kCable], { stdio: ['pipe', 'pipe', 'inherit'] });
    cable.stdin.on('error', () => undefined); // it was pulled out
    for await (const line of createInterface(cable.stdout)) return new SerialPack(line.trim(), cable, reading);
    throw new Error('there is no pseudo terminal');
  }

  /** It falls silent, as if the board had no power; the cable stays. */
  silence(): void {
    this.reading = null;
  }

  pullOut(): void {
    clearInterval(this.#timer);
    this.cable.stdin?.end();
    this.cable.kill();
  }

  #send(): void {
    if (!this.reading) return;
    this.#cell = (this.#cell % this.reading.cells.length) + 1;
    this.cable.stdin?.write(frameOf(this.reading, this.#cell));
  }
}
