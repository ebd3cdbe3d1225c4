import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { localRenderServices } from "../../../../clients/render/local-services.js";
import { limited } from "../../../../clients/render/limit.js";
import type { TemplateJob, TemplateOutcome } from "../../../../model/workspace/render/template-tool.js";
import { until } from "../../../support/until.js";

const JOB: TemplateJob = {
  folder: "charts/shop",
  files: new Map([["charts/shop/Chart.yaml", new TextEncoder().encode("name: shop\n")]]),
  privateFiles: new Map([["values.json", '{"password":"canary"}']]),
  args: ["template", "shop"],
  readsClock: false,
  usesHelm: false,
  chartRepositories: [],
  warnings: [],
};

/** Tools that are shell scripts: a first argument of `version` is answered for them. */
describe("programs of this machine", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "groundplan-test-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function script(body: string, version = "v3.21.4", name = "helm"): string {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\nif [ "$1" = version ]; then echo "${version}"; exit; fi\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  function render(
    job: Partial<TemplateJob> = {},
    options: Parameters<typeof localRenderServices>[0] = {},
  ): Promise<TemplateOutcome> {
    const env = { PATH: `${folder}:${process.env.PATH ?? ""}`, SECRET: "canary", ...options.env };
    return localRenderServices({ cacheFolder: folder, ...options, env }).helm.render({ ...JOB, ...job });
  }

  it("run on a private copy of the job's files, which is gone afterwards", async () => {
    script(
      "pwd; cat charts/shop/Chart.yaml ../private/values.json; stat -c %a .. ../private/values.json; echo $@",
    );
    const outcome = await render();
    const [top, ...rest] = outcome.ok ? outcome.printed[0].trim().split("\n") : [];
    expect(rest).toEqual(["name: shop", '{"password":"canary"}700', "600", "template shop"]);
    expect(existsSync(path.dirname(top!))).toBe(false);
  });

  it("see nothing of the user's settings and secrets", async () => {
    script("env");
    const outcome = await render({}, { env: { HELM_PLUGINS: "/mine", KUBECONFIG: "/mine", HOME: "/mine" } });
    const printed = outcome.ok ? outcome.printed[0] : "";
    expect(printed).toContain("HELM_CACHE_HOME=");
    expect(printed).not.toMatch(/canary|\/mine/);
  });

  it("run twice in the same copy", async () => {
    script("echo x >> count; cat count");
    expect(await render()).toEqual({ ok: true, printed: ["x\n", "x\nx\n"] });
  });

  it("begin again in another second where templates print the time", async () => {
    script("date +%s");
    const outcome = await render({ readsClock: true });
    const [first, second] = outcome.ok ? outcome.printed.map(Number) : [];
    expect(second).toBeGreaterThan(first!);
  });

  it("are quoted when they fail, with paths as they are in the repository", async () => {
    script('echo "WARNING: old" >&2; echo "Error: $(pwd)/charts/shop/a.yaml: bad" >&2; exit 1');
    expect(await render()).toEqual({
      ok: false,
      problem: { path: "charts/shop", reason: "helm: charts/shop/a.yaml: bad" },
    });
  });

  it("fetch missing dependencies once", async () => {
    script(
      `echo "$1 $2 $4" >> ${folder}/calls\n` +
        'if [ "$1" = dependency ]; then touch charts/shop/built; exit; fi\n' +
        'if [ "$1" = repo ] || [ -f charts/shop/built ]; then echo rendered; exit; fi\n' +
        'echo "Error: found in Chart.yaml, but missing in charts/ directory: x" >&2; exit 1',
    );
    const outcome = await render({ chartRepositories: ["https://charts.example.com"] });
    expect(outcome).toEqual({ ok: true, printed: ["rendered\n", "rendered\n"] });
    expect(readFileSync(path.join(folder, "calls"), "utf8").split("\n")).toEqual([
      "template shop ",
      "repo add https://charts.example.com",
      "dependency build ",
      "template shop ",
      "template shop ",
      "",
    ]);
  });

  it("do not fetch dependencies again when that did not help", async () => {
    script(
      `echo "$1" >> ${folder}/calls; echo "Error: missing in charts/ directory: x" >&2; [ "$1" = dependency ]`,
    );
    const outcome = await render();
    expect(outcome.ok).toBe(false);
    expect(readFileSync(path.join(folder, "calls"), "utf8")).toBe("template\ndependency\ntemplate\n");
  });

  it("are ended with what they started when they take too long", async () => {
    script(`sleep 300 & echo $! > ${folder}/child; wait`);
    await expect(render({}, { timeoutMs: 300 })).rejects.toThrow(/took longer than 0.3 s/);
    const child = Number(readFileSync(path.join(folder, "child"), "utf8"));
    await until("the child is gone", () => !existsSync(`/proc/${child}/exe`));
  });

  it("are ended when the run is cancelled", async () => {
    script(`touch ${folder}/started; sleep 300`);
    const abort = new AbortController();
    const outcome = expect(render({}, { signal: abort.signal })).rejects.toThrow("rendering was cancelled");
    await until("it has started", () => existsSync(path.join(folder, "started")));
    abort.abort();
    await outcome;
  });

  it.each([
    ["v2.17.0", /helm is 2\.17\.0.*Install helm >=3\.16\.0/],
    ["v4.0.0", /helm is 4\.0\.0/],
    ["nonsense", /does not tell its version/],
  ])("are refused in version %s", async (version, message) => {
    script("echo", version);
    const named = { env: { GROUNDPLAN_HELM: path.join(folder, "helm"), PATH: process.env.PATH } };
    await expect(render({}, named)).rejects.toThrow(message);
  });

  it("are taken from the variable that names them, else from PATH", async () => {
    script("echo from PATH");
    const other = script("echo named", "v3.20.0", "my-helm");
    expect(await render()).toMatchObject({ printed: ["from PATH\n", "from PATH\n"] });
    expect(await render({}, { env: { GROUNDPLAN_HELM: other } })).toMatchObject({
      printed: ["named\n", "named\n"],
    });
    await expect(render({}, { env: { PATH: "/nowhere" } })).rejects.toThrow("helm is not on PATH");
  });

  it("give Kustomize the Helm that belongs to it", async () => {
    const helm = script("echo");
    script('echo "$@"', "v5.8.1", "kustomize");
    const env = { PATH: `${folder}:${process.env.PATH ?? ""}` };
    const { kustomize } = localRenderServices({ cacheFolder: folder, env });
    const job = { ...JOB, args: ["build"], usesHelm: true };
    expect(await kustomize.version(job)).toBe("5.8.1 helm 3.21.4");
    expect(await kustomize.version({ ...job, usesHelm: false })).toBe("5.8.1");
    expect(await kustomize.render(job)).toMatchObject({
      printed: [`build --helm-command=${helm}\n`, `build --helm-command=${helm}\n`],
    });
  });
});

describe("renderings that are kept", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "groundplan-test-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const entries = (): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  const open = () => localRenderServices({ cacheFolder: folder }).cache;

  it("are there for the next run, by their key", async () => {
    await open().put("key", "text é");
    expect(await open().get("key")).toBe("text é");
    expect(await open().get("other")).toBeUndefined();
  });

  it("show neither their text nor their key", async () => {
    await open().put("key-canary", "text-canary");
    const [file] = entries();
    expect(`${file!} ${readFileSync(file!).toString("latin1")}`).not.toContain("canary");
  });

  it.each([
    ["cut", (bytes: Buffer) => bytes.subarray(0, bytes.length - 1)],
    ["empty", () => Buffer.alloc(0)],
    [
      "changed",
      (bytes: Buffer) =>
        Buffer.from(bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte))),
    ],
  ])("count as none when they are %s, and are made anew", async (_title, damage) => {
    await open().put("key", "text");
    const [file] = entries();
    writeFileSync(file!, damage(readFileSync(file!)));
    expect(await open().get("key")).toBeUndefined();
    await open().put("key", "text");
    expect(await open().get("key")).toBe("text");
    expect(entries()).toHaveLength(1);
  });

  it("are removed when nobody has asked for them in thirty days", async () => {
    await open().put("old", "text");
    const [file] = entries();
    const longAgo = new Date(Date.now() - 31 * 24 * 60 * 60 * 1000);
    const others = Array.from({ length: 4000 }, (_, index) => `key ${index}`);
    const neighbour = others.find((key) => folderOf(key) === folderOf("old"))!;
    utimesSync(file!, longAgo, longAgo);
    await open().put(neighbour, "text");
    expect(await open().get("old")).toBeUndefined();
    expect(await open().get(neighbour)).toBe("text");
  });

  it("are not kept where the folder cannot be written", async () => {
    const file = path.join(folder, "file");
    writeFileSync(file, "");
    const { cache } = localRenderServices({ cacheFolder: path.join(file, "below") });
    await cache.put("key", "text");
    expect(await cache.get("key")).toBeUndefined();
  });
});

/** Entries whose names begin alike lie in one folder. */
function folderOf(key: string): string {
  return createHash("sha256").update(`name\n${key}`).digest("hex").slice(0, 2);
}

test("no more works run at once than are allowed, and all of them run", async () => {
  const limit = limited(3);
  let running = 0;
  let most = 0;
  const done = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      limit(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        if (index === 5) throw new Error("one fails");
        return index;
      }).catch(() => -1),
    ),
  );
  expect(most).toBe(3);
  expect(done).toHaveLength(20);
});
