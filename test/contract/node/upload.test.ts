import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { failure, NodeScene } from "./scene.js";
import { SERVER, type TestSshd } from "./sshd.js";

const scene = new NodeScene();
let server: TestSshd;

beforeAll(async () => {
  server = await scene.server();
});

afterAll(() => scene.close());

const onNode = (file: string): string => path.join(scene.folder, "state", file);
const sha256 = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

describe(`uploads over ${SERVER}`, () => {
  it.each([
    ["bytes", randomBytes(3_000_000)],
    ["nothing", Buffer.alloc(0)],
    ["line ends and quotes", Buffer.from("'\n\0\r\n\xff", "latin1")],
  ])("bring %s to a file of the owner alone", async (name, content) => {
    const node = await scene.client(server);
    const file = `images/${name.replaceAll(" ", "-")}.bin`;
    await node.upload(file, content);
    expect(readFileSync(onNode(file)).equals(content)).toBe(true);
    expect(statSync(onNode(file)).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(onNode(file))).filter((other) => other.endsWith(".part"))).toEqual([]);
  });

  it("take streams that come with their digest", async () => {
    const content = randomBytes(500_000);
    const node = await scene.client(server, { sudo: true });
    await node.upload("stream.bin", Readable.from([content.subarray(0, 7), content.subarray(7)]), {
      sha256: sha256(content),
    });
    expect(readFileSync(onNode("stream.bin")).equals(content)).toBe(true);
    expect(await failure(node.upload("x.bin", Readable.from([content])))).toMatchObject({
      reason: "Invalid",
    });
  });

  it("do not send what is there", async () => {
    const proxy = await scene.proxy(server);
    const node = await scene.client(server, { port: proxy.port });
    const content = randomBytes(1_000_000);
    await node.upload("same.bin", content);
    const before = proxy.sent;
    await node.upload("same.bin", content);
    expect(proxy.sent - before).toBeLessThan(100_000);
    await node.upload("same.bin", Buffer.from("other"));
    expect(readFileSync(onNode("same.bin"), "utf8")).toBe("other");
  });

  it("go on where a broken connection ended them", async () => {
    const proxy = await scene.proxy(server);
    const node = await scene.client(server, { port: proxy.port });
    const content = randomBytes(6_000_000);
    proxy.cutAfter(4_000_000);
    const refused = await failure(node.upload("big.bin", content));
    expect(refused).toMatchObject({ reason: "Unreachable" });
    expect(refused.message).toContain("continues where it ended");
    expect(existsSync(onNode("big.bin"))).toBe(false);
    const before = proxy.sent;
    const seen: number[] = [];
    await node.upload("big.bin", content, { onProgress: (bytes) => seen.push(bytes) });
    expect(seen[0]).toBeGreaterThan(1_000_000);
    expect(seen.at(-1)).toBe(content.length);
    expect(proxy.sent - before).toBeLessThan(5_000_000);
    expect(readFileSync(onNode("big.bin")).equals(content)).toBe(true);
  });

  it("refuse content that is not what its digest says, and leave nothing of it", async () => {
    const node = await scene.client(server);
    const refused = await failure(
      node.upload("wrong.bin", Readable.from([Buffer.from("wrong")]), {
        sha256: sha256(Buffer.from("right")),
      }),
    );
    expect(refused).toMatchObject({ reason: "DigestMismatch" });
    expect(refused.message).toContain(sha256(Buffer.from("wrong")));
    expect(readdirSync(path.join(scene.folder, "state")).filter((file) => file.startsWith("wrong"))).toEqual(
      [],
    );
    expect(await failure(node.upload("w.bin", Buffer.from("a"), { sha256: "0".repeat(64) }))).toMatchObject({
      reason: "DigestMismatch",
    });
  });

  it("end when the caller gives up", async () => {
    const node = await scene.client(server);
    const abort = new AbortController();
    const endless = Readable.from(
      (function* () {
        for (;;) yield randomBytes(100_000);
      })(),
    );
    let calls = 0;
    const onProgress = (): void => {
      if (++calls > 3) abort.abort();
    };
    const sent = node.upload("endless.bin", endless, {
      sha256: "1".repeat(64),
      signal: abort.signal,
      onProgress,
    });
    expect(await failure(sent)).toMatchObject({ reason: "Cancelled" });
  });

  it.each(["/etc/passwd", "../x", "a/../../x", "a b", "", "a\nb", ".ssh/x", "a//b"])(
    "refuse the path %j",
    async (file) => {
      const node = await scene.client(server);
      expect(await failure(node.upload(file, Buffer.from("x")))).toMatchObject({ reason: "Invalid" });
    },
  );
});
