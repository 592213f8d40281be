// SPDX-License-Identifier: Apache-2.0
// How much simulated time the next tick is to bring: real time times speed, as long as the computer keeps up. If it
// does not, the simulation is slower than asked and says so; time that was not simulated is not owed.

export const tickMs = 50;
/** A day a second. */
export const fastest = 86_400;
// A tick that takes longer than this is cut down, so that the simulator can be spoken to.
const longestTickMs = 90;
const longestGapMs = 250;

export class Pace {
  speed = 1;
  /** The computer cannot keep this speed. */
  behind = false;
  #last = 0;
  #due = 0;
  // Simulated ms that a real ms of work brings; learned.
  #yield = Infinity;

  set(speed: number, now: number): void {
    this.speed = Math.min(Math.max(speed, 0), fastest);
    this.#last = now;
    this.behind = false;
  }

  /** Simulated ms since the last call. */
  due(now: number): number {
    const wanted = Math.min(now - this.#last, longestGapMs) * this.speed;
    this.#last = now;
    const possible = this.#yield * longestTickMs;
    this.behind = wanted > possible;
    this.#due = Math.min(wanted, possible);
    return this.#due;
  }

  /** How long it took to simulate what due() said. */
  took(ms: number): void {
    if (ms < 1 || this.#due <= 0) return;
    const now = this.#due / ms;
    this.#yield = this.#yield === Infinity ? now : this.#yield * 0.7 + now * 0.3;
  }
}
