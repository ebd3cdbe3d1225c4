import { mkdirSync } from "node:fs";
import { arch, cpus, release, totalmem, userInfo } from "node:os";
import path from "node:path";
import { probeNode } from "../../../clients/node/probe.js";
import { NodeScene } from "./scene.js";
import { SERVER } from "./sshd.js";

const scene = new NodeScene();

afterAll(() => scene.close());

describe(`the probe over ${SERVER}`, () => {
  it("tells what a node is and can do", async () => {
    const server = await scene.server();
    scene.command("podman", "echo 'podman version 4.3.1'");
    scene.command("wireguard-go", "echo 'wireguard-go v0.0.20220316'");
    const pool = path.join(scene.folder, "hdd");
    mkdirSync(pool);
    mkdirSync(path.join(scene.folder, "state", "w", "12-1"), { recursive: true });
    const node = await scene.client(server);
    const facts = await probeNode(node, { pools: { hdd: pool, ssd: path.join(scene.folder, "none") } });
    expect(facts).toMatchObject({
      kernel: release(),
      architecture: { x64: "x86_64", arm64: "aarch64" }[arch()],
      root: userInfo().uid === 0,
      tools: { podman: "4.3.1", "wireguard-go": "0.0.20220316" },
      wireguard: { userspace: true },
      workloads: ["12-1"],
      pools: {
        hdd: {
          path: pool,
          exists: true,
          size: expect.any(Number) as number,
          free: expect.any(Number) as number,
        },
        ssd: { exists: false, filesystem: null, quota: "none", size: null, free: null },
      },
    });
    expect(facts.cpus).toBeGreaterThanOrEqual(1);
    expect(facts.cpus).toBeLessThanOrEqual(cpus().length);
    expect(facts.memory).toBeGreaterThan(0);
    expect(facts.memory).toBeLessThanOrEqual(totalmem() * 2);
    expect(Math.abs(facts.clockAhead)).toBeLessThanOrEqual(2);
    expect(facts.disk.size).toBeGreaterThan(facts.disk.free ?? Infinity);
    expect(facts.bootId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("says how far the node's clock is off", async () => {
    const node = await scene.client(await scene.server("other"));
    const facts = await probeNode(node, { now: () => Date.now() - 90_000 });
    expect(facts.clockAhead).toBeGreaterThanOrEqual(88);
    expect(facts.clockAhead).toBeLessThanOrEqual(92);
  });
});
