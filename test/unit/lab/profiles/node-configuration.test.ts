import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { nodeSubnet } from "../../../../lab/host/subnets.js";
import { containerdConfig } from "../../../../lab/profiles/kubelet/containerd.js";
import { kubeletConfig } from "../../../../lab/profiles/kubelet/kubelet.js";
import { podNetwork } from "../../../../lab/profiles/kubelet/pod-network.js";
import { writePullConfig } from "../../../../lab/profiles/kubelet/pull-config.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-node-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("containerd pulls every name from the lab's registry, with credentials that only their owner can read", () => {
  writePullConfig(folder, "http://10.142.0.1:25000", {
    endpoint: "unused",
    username: "user",
    password: "word",
  });
  for (const name of ["registry.groundplan.test", "_default"]) {
    const file = path.join(folder, name, "hosts.toml");
    expect(readFileSync(file, "utf8")).toContain(`[host."http://10.142.0.1:25000"]`);
    expect(readFileSync(file, "utf8")).toContain(
      `authorization = "Basic ${Buffer.from("user:word").toString("base64")}"`,
    );
    expect(statSync(file).mode & 0o077).toBe(0);
  }
});

test("the kubelet stays within the lab's cgroup", () => {
  const config: unknown = parse(
    kubeletConfig({
      nodeAddress: "10.142.0.2",
      certificateAuthority: "/ca.crt",
      cgroupParent: "groundplan-12345678",
      resolvConf: "/resolv.conf",
    }),
  );
  expect(config).toMatchObject({
    cgroupRoot: "/groundplan-12345678",
    address: "10.142.0.2",
    failCgroupV1: false,
  });
});

test("pods get addresses of the lab's network", () => {
  expect(JSON.parse(podNetwork(nodeSubnet("10.142")))).toMatchObject({
    plugins: [
      { type: "ptp", ipMasq: false, ipam: { ranges: [[{ subnet: "10.142.1.0/24" }]] } },
      { type: "portmap" },
    ],
  });
});

test("paths in containerd's configuration are quoted", () => {
  const text = containerdConfig({
    root: '/cache/with "quotes"',
    networkFolder: "/net",
    registryFolder: "/registries",
    pauseImage: "registry.groundplan.test/lab/pause:1",
  });
  expect(text).toContain(String.raw`BinaryName = "/cache/with \"quotes\"/usr/sbin/runc"`);
});
