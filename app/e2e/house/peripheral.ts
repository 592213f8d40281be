// SPDX-License-Identifier: Apache-2.0
// A BMS as Chromium's emulated radio has it (the DevTools domain BluetoothEmulation), with the real program's board behind it:
// what the page writes goes to the board, what the board says comes back in pieces of 20 bytes. It stands where a radio would.
import type { Browser, CDPSession, Page } from '@playwright/test';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Board } from './board';

const kNordic = {
  service: '6e400001-b5a3-f393-e0a9-e50e24dcca9e',
  write: '6e400002-b5a3-f393-e0a9-e50e24dcca9e',
  tell: '6e400003-b5a3-f393-e0a9-e50e24dcca9e',
};
const kRadios = {
  service: 'da2b84f1-6279-48de-bdc0-afbea0226079',
  write: 'bf03260c-7205-4c25-af43-93b1c299d159',
  tell: '18cda784-4bd3-4370-85bb-bfed91ec86af',
};
const kMaySend = 'fdd6b4d3-046d-4330-bdec-1fd0c90cb43b';
const kInfo = '99564a02-dc01-4d3c-b04e-3bb1ef0571b2';
const kMode = 'a87988b9-694c-479c-900e-95dfa6c00a24';
const kOurMark = 'a5736de4-ee4e-4b33-80e8-52a0c837cb44';
const kConfiguration = '00002902-0000-1000-8000-00805f9b34fb';

const kAddress = '09:09:09:09:09:09';
const kPiece = 20;

interface Operation {
  characteristicId: string;
  type: 'read' | 'write' | 'subscribe-to-notifications' | 'unsubscribe-from-notifications';
  data?: string;
}

export interface Kind {
  /** Which service it has. */
  service: 'nordic' | 'radios';
  /** It has the mark of our boards. */
  ours: boolean;
}

/** Flags of Chromium without which it has no Web Bluetooth on Linux. */
export const kWithBluetooth = ['--enable-features=WebBluetooth'];

// Chromium's emulation cannot notify. So what is subscribed to is read, again and again, which gives the page the very same
// event; a read waits until the board has said something.
function readWhatIsSubscribed(): void {
  const prototype = (window as unknown as { BluetoothRemoteGATTCharacteristic: { prototype: BluetoothRemoteGATTCharacteristic } })
    .BluetoothRemoteGATTCharacteristic.prototype;
  const start = prototype.startNotifications;
  prototype.startNotifications = async function (this: BluetoothRemoteGATTCharacteristic) {
    await start.call(this);
    const on = async () => {
      for (;;) await this.readValue();
    };
    void on().catch(() => undefined);
    return this;
  };
}

export class Peripheral {
  /** What the page did with it, in order: "subscribe 6e400003", "write a87988b9 01". Lines of the conversation are not among it. */
  readonly done: string[] = [];
  /** All that the page wrote, and all that the board said. */
  written = '';
  said = '';
  /** The largest piece that the page has written. */
  largest = 0;
  /** Takes no connections: out of reach. */
  away = false;
  #socket: Socket | undefined;
  #waiting = Buffer.alloc(0);
  /** Reads that wait for something to be said, by characteristic. */
  #reads = new Set<string>();
  #flows = false;
  #names = new Map<string, string>();
  #turn: Promise<void> = Promise.resolve();

  private constructor(
    readonly emulator: CDPSession,
    readonly board: Board,
    readonly kind: Kind,
  ) {}

  /** Before the page is opened. */
  static async advertise(browser: Browser, page: Page, board: Board, kind: Kind): Promise<Peripheral> {
    const emulator = await browser.newBrowserCDPSession();
    const made = new Peripheral(emulator, board, kind);
    const on = emulator as unknown as { on(name: string, take: (event: never) => void): void };
    on.on('BluetoothEmulation.gattOperationReceived', ({ type }: { type: 'connection' | 'discovery' }) => made.#next(() => made.#gatt(type)));
    on.on('BluetoothEmulation.characteristicOperationReceived', (it: Operation) => made.#next(() => made.#operation(it)));
    await made.#send('enable', { state: 'powered-on', leSupported: true });
    await made.#send('simulatePreconnectedPeripheral', {
      address: kAddress, name: '123\\SmartBMS', manufacturerData: [{ key: 0x091a, data: 'AAYNAg==' }],
      knownServiceUuids: [made.#service.service],
    });
    await page.addInitScript(readWhatIsSubscribed);
    return made;
  }

  /** The next device that a page asks for is this one. */
  async choose(page: Page, click: () => Promise<void>): Promise<void> {
    const picker = await page.context().newCDPSession(page);
    const asked = new Promise<{ id: string; devices: { id: string }[] }>((resolve) =>
      picker.on('DeviceAccess.deviceRequestPrompted', (it) => (it.devices.length > 0 ? resolve(it) : undefined)));
    await picker.send('DeviceAccess.enable');
    await click();
    const { id, devices } = await asked;
    await picker.send('DeviceAccess.selectPrompt', { id, deviceId: devices[0]?.id ?? '' });
    await picker.detach();
  }

  /** The connection breaks. */
  async breakOff(): Promise<void> {
    this.#hangUp();
    // Chromium does not survive a connection that ends while somebody reads: 1 is an error, and ends the reading.
    for (const characteristicId of this.#reads) {
      await this.#send('simulateCharacteristicOperationResponse', { characteristicId, type: 'read', code: 1 });
    }
    this.#reads.clear();
    await this.#send('simulateGATTDisconnection', { address: kAddress });
  }

  get #service() {
    return this.kind.service === 'nordic' ? kNordic : kRadios;
  }

  #send<T = void>(what: string, parameters: object): Promise<T> {
    return this.emulator.send(`BluetoothEmulation.${what}` as never, parameters as never) as unknown as Promise<T>;
  }

  // One after the other, as a radio does.
  #next(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch(() => undefined);
  }

  async #gatt(type: 'connection' | 'discovery'): Promise<void> {
    if (type === 'connection' && !this.away) await this.#pickUp();
    if (type === 'discovery') await this.#build();
    // 8: nobody took the connection in time.
    await this.#send('simulateGATTOperationResponse', { address: kAddress, type, code: this.away ? 8 : 0 });
  }

  // The emulation forgets all services when a connection ends.
  async #build(): Promise<void> {
    this.#names.clear();
    const add = async (serviceUuid: string) =>
      (await this.#send<{ serviceId: string }>('addService', { address: kAddress, serviceUuid })).serviceId;
    const characteristic = async (serviceId: string, uuid: string, properties: object) => {
      const { characteristicId } = await this.#send<{ characteristicId: string }>(
        'addCharacteristic', { serviceId, characteristicUuid: uuid, properties });
      this.#names.set(characteristicId, uuid);
      await this.#send('addDescriptor', { characteristicId, descriptorUuid: kConfiguration });
    };
    const service = await add(this.#service.service);
    await characteristic(service, this.#service.write, { write: true });
    await characteristic(service, this.#service.tell, { notify: true, read: true });
    if (this.kind.service === 'radios') {
      await characteristic(service, kMaySend, { notify: true, read: true });
      await characteristic(service, kInfo, { read: true });
      await characteristic(service, kMode, { read: true, write: true });
    }
    if (this.kind.ours) await add(kOurMark);
  }

  async #operation({ characteristicId, type, data = '' }: Operation): Promise<void> {
    const uuid = this.#names.get(characteristicId) ?? '';
    const bytes = Buffer.from(data, 'base64');
    const answer = (more: object = {}) =>
      this.#send('simulateCharacteristicOperationResponse', { characteristicId, type, code: 0, ...more });
    // The board may always be sent to: what it would say of that never changes.
    if (type === 'read' && (uuid === this.#service.tell || uuid === kMaySend)) {
      this.#reads.add(characteristicId);
      return this.#tell();
    }
    if (type === 'write' && uuid === this.#service.write) {
      this.largest = Math.max(this.largest, bytes.length);
      this.written += bytes.toString('latin1');
      this.#socket?.write(bytes);
    } else {
      const verb = type.split('-')[0] ?? '';
      this.done.push([verb, uuid.slice(0, 8), bytes.toString('hex')].filter(Boolean).join(' '));
    }
    if (uuid === kMode && bytes[0] === 1) this.#flows = true;
    await answer(type === 'read' ? { data: Buffer.from([1]).toString('base64') } : {});
  }

  async #pickUp(): Promise<void> {
    const [host, port] = this.board.address.split(':');
    this.#flows = this.kind.service === 'nordic';
    const socket = connect({ host, port: Number(port) });
    await once(socket, 'connect');
    socket.on('data', (bytes) => {
      this.said += bytes.toString('latin1');
      this.#waiting = Buffer.concat([this.#waiting, bytes]);
      this.#next(() => this.#tell());
    });
    socket.on('error', () => undefined);
    this.#socket = socket;
  }

  async #tell(): Promise<void> {
    const characteristicId = [...this.#reads].find((one) => this.#names.get(one) === this.#service.tell);
    if (!characteristicId || !this.#flows || this.#waiting.length === 0) return;
    this.#reads.delete(characteristicId);
    const piece = this.#waiting.subarray(0, kPiece);
    this.#waiting = this.#waiting.subarray(kPiece);
    await this.#send('simulateCharacteristicOperationResponse', {
      characteristicId, type: 'read', code: 0, data: piece.toString('base64'),
    });
  }

  #hangUp(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
    this.#waiting = Buffer.alloc(0);
  }

  async stop(): Promise<void> {
    this.#hangUp();
    await this.#send('disable', {}).catch(() => undefined);
    await this.emulator.detach().catch(() => undefined);
  }
}
