import { createHmac } from "node:crypto";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { AUTHORITATIVE_ANSWER, encode, type Answer } from "dns-packet";

export const SECRET = Buffer.alloc(32, 5);
export const KEY = { name: "groundplan", algorithm: "hmac-sha256", secret: SECRET } as const;

const MAC_LENGTH = 32;
/** Behind the signature of a request: its id, no error and no more about it. */
const BEHIND_MAC = 6;

/** A message that a client has sent, and the ways to answer it. */
export interface Asked {
  readonly message: Buffer;
  readonly socket: Socket;
  /** Answers, signed unless `unsigned`. */
  answer(how?: AnswerParts): void;
}

export interface AnswerParts {
  readonly rcode?: number;
  readonly answers?: Answer[];
  readonly authorities?: Answer[];
  readonly secret?: Buffer;
  readonly unsigned?: boolean;
  /** What the server says of the request's signature, and about which time. */
  readonly complaint?: { readonly error: number; readonly time?: number };
}

/** A server on this machine that answers as a test wants. */
export class TestNameServer {
  /** Messages so far. */
  readonly asked: Asked[] = [];
  connections = 0;
  readonly #open = new Set<Socket>();

  private constructor(
    readonly port: number,
    private readonly end: () => Promise<void>,
  ) {}

  static async start(onAsked: (asked: Asked, count: number) => void, port = 0): Promise<TestNameServer> {
    const server = createServer((socket) => {
      started.connections++;
      started.#open.add(socket);
      socket.on("error", () => undefined);
      let received = Buffer.alloc(0);
      socket.on("data", (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
          const message = Buffer.from(received.subarray(2, 2 + received.readUInt16BE(0)));
          received = received.subarray(2 + message.length);
          const asked: Asked = {
            message,
            socket,
            answer: (how = {}) => socket.write(framed(answerTo(message, how))),
          };
          started.asked.push(asked);
          onAsked(asked, started.asked.length);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const started: TestNameServer = new TestNameServer((server.address() as AddressInfo).port, async () => {
      started.cut();
      await new Promise((resolve) => server.close(resolve));
    });
    return started;
  }

  /** Breaks all connections. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  close(): Promise<void> {
    return this.end();
  }
}

function framed(message: Buffer): Buffer {
  return Buffer.concat([u16(message.length), message]);
}

function answerTo(
  request: Buffer,
  { rcode = 0, answers, authorities, secret = SECRET, ...how }: AnswerParts,
): Buffer {
  const bare = encode({
    type: "response",
    id: request.readUInt16BE(0),
    flags: AUTHORITATIVE_ANSWER | rcode,
    answers: answers ?? [],
    authorities: authorities ?? [],
  });
  if (how.unsigned === true) return bare;
  const mac = request.subarray(-BEHIND_MAC - MAC_LENGTH, -BEHIND_MAC);
  const time = Buffer.concat([Buffer.alloc(2), u32(Math.floor(Date.now() / 1000)), u16(300)]);
  const { error = 0, time: other } = how.complaint ?? {};
  const more = other === undefined ? Buffer.alloc(0) : Buffer.concat([Buffer.alloc(2), u32(other)]);
  const outcome = Buffer.concat([u16(error), u16(more.length), more]);
  const name = Buffer.from("\x0agroundplan\x00");
  const algorithm = Buffer.from("\x0bhmac-sha256\x00");
  const head = [u16(255), u32(0)];
  const signed = createHmac("sha256", secret)
    .update(Buffer.concat([u16(mac.length), mac, bare, name, ...head, algorithm, time, outcome]))
    .digest();
  const data = Buffer.concat([algorithm, time, u16(signed.length), signed, request.subarray(0, 2), outcome]);
  const counted = Buffer.from(bare);
  counted.writeUInt16BE(1, 10);
  return Buffer.concat([counted, name, u16(250), ...head, u16(data.length), data]);
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}
