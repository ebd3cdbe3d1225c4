import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { secretSightings } from "../../support/secret-sightings.js";
import { until } from "../../support/until.js";
import type { CuttableProxy } from "./cuttable-proxy.js";
import { failure, HELLO, NodeScene, script } from "./scene.js";
import { OPENSSH, SERVER, type TestSshd } from "./sshd.js";

const scene = new NodeScene();
let server: TestSshd;
let proxy: CuttableProxy;

beforeAll(async () => {
  server = await scene.server();
});

beforeEach(async () => {
  proxy = await scene.proxy(server);
});

afterAll(() => scene.close());

/** A client through the proxy of this test. */
const through = (changes: Parameters<NodeScene["client"]>[1] = {}): ReturnType<NodeScene["client"]> =>
  scene.client(server, { port: proxy.port, ...changes });

/** A path on the node that no other test uses. */
const fresh = (name: string): string =>
  path.join(scene.folder, `${name}-${Math.random().toString(36).slice(2)}`);

/** Runs until a file is there; tells its process in another one. */
const WAITING = script(`
printf '%s' $$ >"$pid_file"
echo begun
while [ ! -e "$file" ]; do sleep 0.1; done
answer text saw "$file"`);

const isAlive = (pid: string): boolean => existsSync(`/proc/${pid}`);

describe(`scripts over ${SERVER}`, () => {
  it("hand parameters over and bring answers back", async () => {
    const node = await through();
    const value = `it's "quoted"\n$HOME \`id\` \\ 日本語 🦊\n\n`;
    expect(await node.run(script('answer text got "$value"'), { value })).toEqual({ got: value });
  });

  it("take a megabyte of quotes, line ends and other letters", async () => {
    const node = await through();
    const value = `'"\n\\ü€`.repeat(120_000);
    const answer = await node.run(script('answer text got "$value"'), { value });
    expect(answer).toEqual({ got: value });
  });

  it("bring big answers back, and long streams of lines before them", async () => {
    const node = await through();
    const lines: string[] = [];
    const text = `
i=0; while [ $i -lt 20000 ]; do echo "line $i"; i=$((i + 1)); done
big=$(head -c 8000000 /dev/zero | tr '\\0' x)
answer text big "$big"`;
    const answer = await node.run(script(text), {}, { onLine: (line) => lines.push(line) });
    expect(answer).toEqual({ big: "x".repeat(8_000_000) });
    expect(lines).toHaveLength(20_000);
    expect([lines[0], lines.at(-1)]).toEqual(["line 0", "line 19999"]);
  });

  it("end a script whose line is longer than what is read", async () => {
    const node = await through();
    const refused = await failure(node.run(script("tr '\\0' x </dev/zero"), {}));
    expect(refused).toMatchObject({ reason: "TooMuchOutput" });
    expect(await node.run(HELLO, {})).toHaveProperty("hello");
  });

  it("tell what a script says while it works", async () => {
    const node = await through();
    const files = { pid_file: fresh("pid"), file: fresh("file") };
    const lines: string[] = [];
    const running = node.run(
      script(`say "token is $token"\n${WAITING.text}`, { secrets: ["token"] }),
      { ...files, token: "t0p-secret" },
      { onLine: (line) => lines.push(line) },
    );
    await until("the first line", () => lines.length > 0);
    await node.run(script('touch "$file"\nanswer flag ok true'), { file: files.file });
    await running;
    expect(lines.sort()).toEqual(["begun", "token is [secret]"]);
  });

  it("have tools of administrators on their path, one locale and private files", async () => {
    const node = await through();
    const answer = await node.run(
      script('answer text path "$PATH" text locale "$LC_ALL" text mask "$(umask)"'),
      {},
    );
    expect(answer).toMatchObject({ locale: "C", mask: expect.stringMatching(/^0*77$/) as string });
    expect(answer).toHaveProperty("path", expect.stringMatching(/^\/usr\/local\/sbin:.*:\/usr\/sbin:/));
  });

  it("tell how they failed, without secrets", async () => {
    const node = await through();
    const failing = script('echo "cannot write $password" >&2\necho "disk full" >&2\nexit 28', {
      secrets: ["password"],
    });
    const refused = await failure(node.run(failing, { password: "hunter2-hunter2" }));
    expect(refused).toMatchObject({
      reason: "ScriptFailed",
      exitCode: 28,
      said: ["cannot write [secret]", "disk full"],
    });
    expect(refused.message).toContain(
      "the script try failed with exit code 28: cannot write [secret]; disk full",
    );
    expect(refused.message).toContain(`127.0.0.1:${proxy.port}`);
  });

  it("end at a command that fails", async () => {
    const node = await through();
    const refused = await failure(node.run(script("ls /nowhere/at/all\nanswer flag reached true"), {}));
    expect(refused).toMatchObject({ reason: "ScriptFailed", exitCode: 2 });
  });

  it("tell when a signal ended them", async () => {
    const node = await through();
    const refused = await failure(node.run(script("kill -9 $$"), {}));
    expect(refused.reason).toBe("ScriptFailed");
    expect(refused.message).toMatch(/failed with (signal SIGKILL|exit code)/);
  });

  it("need an answer", async () => {
    const node = await through();
    expect(await failure(node.run(script("echo done"), {}))).toMatchObject({ reason: "BadAnswer" });
    expect(await failure(node.run(script("true"), {}))).toMatchObject({ reason: "BadAnswer" });
  });

  it("do not wait for what they leave running", async () => {
    const node = await through();
    const stop = fresh("stop");
    // ssh2's own server tells the exit code only when all output is closed.
    const quiet = OPENSSH === undefined ? ">/dev/null 2>&1" : "";
    const text = `(while [ ! -e "$stop" ]; do sleep 0.1; done) ${quiet} &\nanswer flag ok true`;
    expect(await node.run(script(text), { stop }, { timeoutMs: 30_000 })).toEqual({ ok: true });
    await node.run(script('touch "$stop"\nanswer flag ok true'), { stop });
  });

  it("are ended on the node when their time is over", async () => {
    const node = await through();
    const files = { pid_file: fresh("pid"), file: fresh("file") };
    const refused = await failure(node.run(WAITING, files, { timeoutMs: 1_500 }));
    expect(refused).toMatchObject({ reason: "Timeout" });
    expect(refused.message).toContain("took longer than 1.5 s");
    const pid = readFileSync(files.pid_file, "utf8");
    await until("the script to end", () => !isAlive(pid));
    expect(await node.run(HELLO, {})).toHaveProperty("hello");
  });

  it("are ended on the node when the caller gives up", async () => {
    const node = await through();
    const files = { pid_file: fresh("pid"), file: fresh("file") };
    const abort = new AbortController();
    const running = failure(
      node
        .run(WAITING, files, {
          signal: abort.signal,
          onLine: () => {
            abort.abort();
          },
        })
        .then((answer) => {
          throw new Error(JSON.stringify(answer));
        }),
    );
    await until(
      "the script to begin",
      () => existsSync(files.pid_file) && readFileSync(files.pid_file, "utf8") !== "",
    );
    abort.abort();
    expect(await running).toMatchObject({ reason: "Cancelled" });
    const pid = readFileSync(files.pid_file, "utf8");
    await until("the script to end", () => !isAlive(pid));
  });

  it("are not begun when the caller has given up", async () => {
    const node = await through();
    const refused = await failure(node.run(HELLO, {}, { signal: AbortSignal.abort() }));
    expect(refused).toMatchObject({ reason: "Cancelled" });
    expect(proxy.connections).toBe(0);
  });

  it("are given up soon when the node says nothing any more", async () => {
    const node = await through();
    const file = fresh("file");
    const [first, second, third] = [fresh("pid"), fresh("pid"), fresh("pid")];
    const abort = new AbortController();
    const running = failure(node.run(WAITING, { file, pid_file: first }, { signal: abort.signal }));
    const timed = failure(node.run(WAITING, { file, pid_file: second }, { timeoutMs: 8_000 }));
    const held = failure(
      node.exclusively("x", (locked) => locked.run(WAITING, { file, pid_file: third }, { timeoutMs: 8_000 })),
    );
    await until("the scripts to begin", () => [first, second, third].every((pid) => existsSync(pid)));
    proxy.freeze();
    const begun = performance.now();
    abort.abort();
    expect(await running).toMatchObject({ reason: "Cancelled" });
    expect(await timed).toMatchObject({ reason: "Timeout" });
    expect(await held).toMatchObject({ reason: "Timeout" });
    expect(performance.now() - begun).toBeLessThan(25_000);
    const other = await scene.client(server);
    await other.run(script('touch "$file"\nanswer flag ok true'), { file });
  });

  it("say that nobody knows how far they got when the connection breaks", async () => {
    const node = await through();
    const files = { pid_file: fresh("pid"), file: fresh("file") };
    const running = failure(node.run(WAITING, files));
    await until("the script to begin", () => existsSync(files.pid_file));
    proxy.cut();
    const refused = await running;
    expect(refused).toMatchObject({ reason: "Unreachable" });
    expect(refused.message).toContain("may have done everything, a part or nothing");
    expect(await node.run(script('touch "$file"\nanswer flag ok true'), { file: files.file })).toEqual({
      ok: true,
    });
    expect(proxy.connections).toBe(2);
  });

  it("do nothing when the connection breaks before their end has arrived", async () => {
    const node = await through();
    await node.run(HELLO, {});
    const file = fresh("file");
    proxy.cutAfter(300_000);
    const text = 'touch "$file"\nanswer flag ok true';
    expect(await failure(node.run(script(text), { file, padding: "x".repeat(900_000) }))).toMatchObject({
      reason: "Unreachable",
    });
    await node.run(HELLO, {});
    expect(existsSync(file)).toBe(false);
  });

  it("show nothing of themselves in any process", async () => {
    const node = await through();
    const canary = `canary-${Math.random().toString(36).slice(2)}-'-end`;
    const files = { pid_file: fresh("pid"), file: fresh("file") };
    const text = `put_file "$pid_file.secret" 600 "$secret"\n${WAITING.text}`;
    const running = node.run(script(text, { secrets: ["secret"] }), { ...files, secret: canary });
    const looking = (async () => {
      await until("the script to begin", () => existsSync(files.pid_file));
      await node.run(script('touch "$file"\nanswer flag ok true'), { file: files.file });
      await running;
    })();
    expect(await secretSightings([canary, canary.slice(0, 12)], looking)).toEqual([]);
    expect(readFileSync(`${files.pid_file}.secret`, "utf8")).toBe(canary);
  });

  it("run twenty at a time over one connection", async () => {
    const node = await through();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        node.run(script('sleep 0.2\nanswer number index "$index"'), { index }),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => ({ index })));
    expect(proxy.connections).toBe(1);
  });
});

describe(`scripts by sudo over ${SERVER}`, () => {
  it("run as sudo lets them", async () => {
    const node = await through({ sudo: true });
    expect(await node.run(script('answer maybe by "${GROUNDPLAN_SUDO:-}"'), {})).toEqual({ by: "yes" });
    const plain = await through();
    expect(await plain.run(script('answer maybe by "${GROUNDPLAN_SUDO:-}"'), {})).toEqual({ by: null });
  });

  it("are ended by sudo too", async () => {
    const node = await through({ sudo: true });
    const files = { pid_file: fresh("pid"), file: fresh("file") };
    expect(await failure(node.run(WAITING, files, { timeoutMs: 1_500 }))).toMatchObject({
      reason: "Timeout",
    });
    const pid = readFileSync(files.pid_file, "utf8");
    await until("the script to end", () => !isAlive(pid));
  });

  it.each([
    ["a password is wanted", 'echo "sudo: a password is required" >&2\nexit 1'],
    ["there is none", 'echo "sh: 1: exec: sudo: not found" >&2\nexit 127'],
  ])("are refused by name where %s", async (_why, body) => {
    const refusing = new NodeScene();
    refusing.command("sudo", body);
    try {
      const node = await refusing.client(await refusing.server(), { sudo: true });
      const refused = await failure(node.run(HELLO, {}));
      expect(refused).toMatchObject({ reason: "SudoRefused" });
      expect(refused.message).toContain("NOPASSWD");
      expect(await failure(node.exclusively("x", () => Promise.resolve()))).toMatchObject({
        reason: "SudoRefused",
      });
    } finally {
      await refusing.close();
    }
  });
});

describe("the server of these tests", () => {
  it("is named", () => {
    expect(SERVER).toContain(OPENSSH === undefined ? "ssh2" : "OpenSSH");
  });
});
