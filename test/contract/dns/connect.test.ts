import type { Answer } from "dns-packet";
import { connectNameServer } from "../../../clients/dns/connect.js";
import type { DnsClient, DnsOptions } from "../../../clients/dns/types.js";
import type { DnsUpdate } from "../../../model/gateway/dns/records.js";
import { KEY, SECRET, TestNameServer, type AnswerParts, type Asked } from "./name-server.js";

const NAME = "shop.apps.test";
const UPDATE: DnsUpdate = {
  zone: "apps.test",
  prerequisites: [{ is: "unused", name: NAME }],
  changes: [{ do: "add", record: { name: NAME, type: "A", ttl: 60, data: ["192.0.2.1"] } }],
};
const A = { name: NAME, type: "A", ttl: 60, data: "192.0.2.1" } as const;

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function serve(onAsked: (asked: Asked, count: number) => void): Promise<TestNameServer> {
  const server = await TestNameServer.start(onAsked);
  open.push(server);
  return server;
}

function clientOf({ port }: { readonly port: number }, options: Partial<DnsOptions> = {}): DnsClient {
  const client = connectNameServer({ host: "127.0.0.1", port, key: KEY, ...options });
  open.push(client);
  return client;
}

async function answering(parts: AnswerParts, options?: Partial<DnsOptions>): Promise<DnsClient> {
  const server = await serve((asked) => {
    asked.answer(parts);
  });
  return clientOf(server, options);
}

test("records are read with their ttl, and the zone by its SOA record, wherever it is", async () => {
  const soa = {
    type: "SOA",
    name: "Apps.Test",
    data: { mname: "ns1.apps.test", rname: "h.apps.test" },
  } as const;
  const txt: Answer = { name: NAME, type: "TXT", ttl: 9, data: ["a", "b c"] };
  const client = await answering({ answers: [A, txt], authorities: [soa] });
  expect(await client.query(NAME, ["A", "TXT"])).toEqual([
    { name: NAME, type: "A", ttl: 60, data: ["192.0.2.1"] },
    { name: NAME, type: "TXT", ttl: 9, data: ["a", "b c"] },
  ]);
  expect(await client.zoneOf(NAME)).toBe("apps.test");
});

test("the zone of an alias is the one of the name above it", async () => {
  const soa = { type: "SOA", data: { mname: "ns1.apps.test", rname: "h.apps.test" } } as const;
  const server = await serve((asked, count) => {
    const alias = { type: "CNAME", name: NAME, data: "x.elsewhere.test" } as const;
    asked.answer(
      count === 1
        ? { answers: [alias], authorities: [{ ...soa, name: "elsewhere.test" }] }
        : { answers: [{ ...soa, name: "apps.test" }] },
    );
  });
  expect(await clientOf(server).zoneOf(NAME)).toBe("apps.test");
});

test("messages go over one connection without waiting for each other, and answers come in any order", async () => {
  const held: Asked[] = [];
  const server = await serve((asked, count) => {
    held.push(asked);
    if (count === 20) for (const each of held.reverse()) each.answer({ answers: [A] });
  });
  const client = clientOf(server);
  const found = await Promise.all(Array.from({ length: 20 }, () => client.query(NAME, ["A"])));
  expect(found).toHaveLength(20);
  expect(server.connections).toBe(1);
  expect(new Set(server.asked.map(({ message }) => message.readUInt16BE(0))).size).toBe(20);
});

test("a connection that the server has ended is made anew, and what it took without an answer is sent again", async () => {
  const server = await serve((asked, count) => {
    if (count === 2) asked.socket.destroy();
    else asked.answer();
  });
  const client = clientOf(server);
  await client.update(UPDATE);
  await client.update(UPDATE);
  expect(server.asked).toHaveLength(3);
  server.cut();
  await client.update(UPDATE);
  expect(server.connections).toBe(3);
});

test("a server that takes messages and does not answer is given up in bounded time", async () => {
  const client = clientOf(await serve(() => undefined), { timeoutMs: 200 });
  await expect(client.update(UPDATE, { retries: 1 })).rejects.toMatchObject({
    reason: "Unreachable",
    message: expect.stringContaining("there is no answer within 0.2 s") as string,
  });
});

test("a server that is not there is told with its address", async () => {
  const server = await TestNameServer.start(() => undefined);
  const { port } = server;
  await server.close();
  await expect(clientOf({ port }).zoneOf(NAME, { retries: 1 })).rejects.toThrow(
    `${NAME} on name server 127.0.0.1:${port}: cannot be reached: nothing listens there`,
  );
});

test("the caller's signal ends the wait at once", async () => {
  const abort = new AbortController();
  const client = clientOf(
    await serve(() => {
      abort.abort();
    }),
  );
  await expect(client.update(UPDATE, { signal: abort.signal })).rejects.toMatchObject({
    reason: "Cancelled",
  });
});

test.each<[string, AnswerParts, string, string]>([
  [
    "another key",
    { rcode: 9, complaint: { error: 17 } },
    "Unauthorized",
    "knows no key groundplan for hmac-sha256",
  ],
  [
    "another secret",
    { rcode: 9, complaint: { error: 16 } },
    "Unauthorized",
    "has another secret for the key groundplan",
  ],
  ["a key without rights", { rcode: 5 }, "Unauthorized", "does not let it change this"],
  ["another zone", { rcode: 9 }, "NotAuthoritative", "does not answer for it"],
  ["a name that is in use", { rcode: 6 }, "Prerequisite", "somebody else was faster"],
  ["a record that is there", { rcode: 7 }, "Prerequisite", "somebody else was faster"],
  ["a record that is not there", { rcode: 8 }, "Prerequisite", "somebody else was faster"],
  ["a fault of the server", { rcode: 2 }, "Unavailable", "SERVFAIL"],
  ["no updates", { rcode: 4 }, "Invalid", "NOTIMP"],
  ["no signature", { unsigned: true }, "BadAnswer", "the answer is not signed by the key groundplan"],
  ["a refusal without a signature", { rcode: 6, unsigned: true }, "BadAnswer", "is not signed"],
  ["a wrong signature", { secret: Buffer.alloc(32, 9) }, "BadAnswer", "the answer is not signed by the key"],
])("an update that is answered by %s", async (_what, parts, reason, told) => {
  const client = await answering(parts);
  const error: unknown = await client.update(UPDATE).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ reason, message: expect.stringContaining(told) as string });
  expect(JSON.stringify(error) + String(error)).not.toContain(SECRET.toString("base64"));
});

test("clocks that are apart are told with how far", async () => {
  const now = 1_800_000_000;
  const client = await answering(
    { rcode: 9, complaint: { error: 18, time: now + 4000 } },
    { now: () => now },
  );
  await expect(client.update(UPDATE)).rejects.toThrow("they are 4000 s apart");
});

test("a name in no zone of the server has none, and cannot be asked for", async () => {
  const client = await answering({ rcode: 5, unsigned: true });
  expect(await client.zoneOf(NAME)).toBeUndefined();
  await expect(client.query(NAME, ["A"])).rejects.toMatchObject({ reason: "NotAuthoritative" });
});

test("what is no answer at all is said to be none", async () => {
  const server = await serve(({ message, socket }) => {
    const nonsense = Buffer.concat([message.subarray(0, 2), Buffer.from([0x84, 0, 0, 0, 0, 9, 0, 0, 0, 0])]);
    socket.write(Buffer.concat([Buffer.from([0, nonsense.length]), nonsense]));
  });
  await expect(clientOf(server).query(NAME, ["A"])).rejects.toMatchObject({ reason: "BadAnswer" });
});
