// SPDX-License-Identifier: Apache-2.0
// A simulated OUT board behind its Bluetooth lines: TCP, and one client at a time, as in life.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { kProgram } from './gateway';

export class Board {
  private constructor(
    readonly address: string,
    readonly process: ChildProcess,
  ) {}

  static async start(scenario: string): Promise<Board> {
    const process = spawn(kProgram, ['board', scenario, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface(process.stdout)) {
      const address = /127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (!address) continue;
      process.stdout.resume();
      return new Board(address, process);
    }
    throw new Error('the board did not start');
  }

  /** What it says to another program that connects now. */
  async answersOther(): Promise<string> {
    const [host, port] = this.address.split(':');
    const socket = connect({ host, port: Number(port) });
    socket.write('V@\r');
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return bytes.toString('latin1').trim();
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await gone;
  }
}
