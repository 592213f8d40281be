// SPDX-License-Identifier: Apache-2.0
// Web Bluetooth: a device of either service, its start-up order, pieces of 20 bytes each taken before the next is sent
// (docs/protocols/bluetooth.md). It knows no lines.

const nordic = (number: number) => `6e40000${number}-b5a3-f393-e0a9-e50e24dcca9e`;
const kNordic = nordic(1);
const kRadios = 'da2b84f1-6279-48de-bdc0-afbea0226079';
const kRadiosWrite = 'bf03260c-7205-4c25-af43-93b1c299d159';
const kRadiosIndicate = '18cda784-4bd3-4370-85bb-bfed91ec86af';
const kRadiosMaySend = 'fdd6b4d3-046d-4330-bdec-1fd0c90cb43b';
const kRadiosInfo = '99564a02-dc01-4d3c-b04e-3bb1ef0571b2';
const kRadiosMode = 'a87988b9-694c-479c-900e-95dfa6c00a24';
const kDataMode = new Uint8Array([1]);
/** Boards of ours say by this service that they are. */
const kOurMark = 'a5736de4-ee4e-4b33-80e8-52a0c837cb44';

// As the gateway's.
const kConnectMs = 30_000;
const kStartMs = 30_000;

/** Why there is no channel, as a key of the words. */
export class RadioProblem extends Error {
  constructor(readonly why: 'refused' | 'noService' | 'silent') {
    super(why);
  }
}

/** Asks the person which device; null: none was chosen. Only from within a click. */
export async function choose(): Promise<BluetoothDevice | null> {
  try {
    return await (navigator.bluetooth as Bluetooth).requestDevice({
      filters: [
        { services: [kNordic] }, { services: [kRadios] }, { namePrefix: '123\\SmartBMS' }, { namePrefix: '123BMS-BLE' },
      ],
      optionalServices: [kNordic, kRadios, kOurMark],
    });
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === 'NotFoundError') return null;
    throw problem;
  }
}

function within<T>(ms: number, work: Promise<T>, why: RadioProblem['why']): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new RadioProblem(why)), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const absent = (problem: unknown) => {
  if (problem instanceof DOMException && problem.name === 'NotFoundError') return null;
  throw problem;
};

export interface Hearing {
  bytes(bytes: Uint8Array): void;
  /** Once: the connection has ended. Not after close(). */
  closed(): void;
}

/** An open connection to a device. */
export class Channel {
  /** It has the mark of our boards. */
  ours = false;
  #to: BluetoothRemoteGATTCharacteristic | null = null;
  #waiting: Uint8Array[] = [];
  #writing = false;
  #held = false;
  #open = true;
  readonly #ended = () => this.#end();

  private constructor(
    readonly device: BluetoothDevice,
    readonly hearing: Hearing,
  ) {}

  /** Throws RadioProblem. */
  static async open(device: BluetoothDevice, hearing: Hearing): Promise<Channel> {
    const channel = new Channel(device, hearing);
    const gatt = device.gatt as BluetoothRemoteGATTServer;
    try {
      const server = await within(kConnectMs, gatt.connect(), 'refused');
      await within(kStartMs, channel.#start(server), 'silent');
      device.addEventListener('gattserverdisconnected', channel.#ended);
      return channel;
    } catch (problem) {
      channel.#open = false;
      gatt.disconnect();
      throw problem instanceof RadioProblem ? problem : new RadioProblem('refused');
    }
  }

  async #start(server: BluetoothRemoteGATTServer): Promise<void> {
    this.ours = (await server.getPrimaryService(kOurMark).catch(absent)) !== null;
    const uart = await server.getPrimaryService(kNordic).catch(absent);
    if (uart) {
      this.#to = await uart.getCharacteristic(nordic(2));
      await this.#listen(await uart.getCharacteristic(nordic(3)));
      return;
    }
    const radios = await server.getPrimaryService(kRadios).catch(absent);
    if (!radios) throw new RadioProblem('noService');
    // The order of the maker's app: flow control, what it says, information, data mode.
    this.#to = await radios.getCharacteristic(kRadiosWrite);
    const maySend = await radios.getCharacteristic(kRadiosMaySend);
    maySend.addEventListener('characteristicvaluechanged', () => {
      this.#held = (maySend.value?.byteLength ?? 0) > 0 && maySend.value?.getInt8(0) !== 0;
      void this.#writeOn();
    });
    await maySend.startNotifications();
    await this.#listen(await radios.getCharacteristic(kRadiosIndicate));
    await (await radios.getCharacteristic(kRadiosInfo)).readValue();
    await (await radios.getCharacteristic(kRadiosMode)).writeValueWithResponse(kDataMode);
  }

  async #listen(from: BluetoothRemoteGATTCharacteristic): Promise<void> {
    from.addEventListener('characteristicvaluechanged', () => {
      const { value } = from;
      if (this.#open && value) this.hearing.bytes(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    });
    await from.startNotifications();
  }

  /** piece: at most 20 bytes. */
  write(piece: Uint8Array): void {
    this.#waiting.push(piece);
    void this.#writeOn();
  }

  async #writeOn(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    try {
      while (this.#open && !this.#held && this.#waiting.length > 0) {
        const piece = this.#waiting.shift() as Uint8Array<ArrayBuffer>;
        await this.#to?.writeValueWithResponse(piece);
      }
    } catch {
      // A device that does not take what is written is as good as gone.
      this.device.gatt?.disconnect();
      this.#end();
    }
    this.#writing = false;
  }

  #end(): void {
    if (!this.#open) return;
    this.#close();
    this.hearing.closed();
  }
  #close(): void {
    this.#open = false;
    this.#waiting = [];
    this.device.removeEventListener('gattserverdisconnected', this.#ended);
  }

  /** Frees the device for somebody else. */
  close(): void {
    this.#close();
    this.device.gatt?.disconnect();
  }
}
