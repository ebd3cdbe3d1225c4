import { FakeNode } from "../../clients/node/fake.js";
import type { NodeFacts } from "../../clients/node/probe.js";
import type { OpenNode } from "../../providers/targets/node.js";

const GIB = 2 ** 30;

/** What a probe says of a plain Linux node that has everything but pools. */
export function plainFacts(change: Partial<NodeFacts> = {}): NodeFacts {
  return {
    kernel: "6.1",
    architecture: "x86_64",
    hostname: "node1",
    os: { id: "debian", version: "12" },
    bootId: null,
    clockAhead: 0,
    root: true,
    cgroup: 2,
    systemd: false,
    wireguard: { kernel: true, userspace: true },
    tools: {},
    memory: 16 * GIB,
    cpus: 4,
    disk: { size: 100 * GIB, free: 100 * GIB },
    pools: {},
    workloads: [],
    ...change,
  };
}

/** A node that nobody answers on. */
export function silentNode(pools: OpenNode["pools"] = {}): OpenNode {
  return { name: "node1", client: new FakeNode({}), pools };
}
