import { z } from "zod";
import { FakeNode } from "../../../clients/node/fake.js";
import type { JsonObject } from "../../../model/shared/json.js";
import { volume, type VolumeInputs, type VolumeOutputs } from "../../../providers/reservation/volume.js";
import { volumeOnNode } from "../../../providers/reservation/volume/on-node.js";
import { nodeHandlers } from "../../../providers/node/node-handlers.js";
import { defineKind } from "../../../providers/runtime/kind.js";
import { type NodeEntry, nodeTarget, type OpenNode } from "../../../providers/targets/node.js";
import { nodeSettings } from "../../../model/shared/targets/node.js";
import { onTarget } from "./on-target.js";
import type { BackEnd } from "./back-end.js";

const GIB = 2 ** 30;

const removed = z.object({ id: z.string(), token: z.string() });
const ensured = removed.extend({ size_gib: z.number() });
const inspected = z.object({ id: z.string().default("") });

/** Volumes on a pretended Linux node, which keeps their records as a real one does. */
export function ledgerBackEnd(): BackEnd {
  const kept = new Map<string, { size: number; token: string }>();
  const look = (only: string): JsonObject => {
    const all = [...kept].filter(([id]) => only === "" || id === only);
    return {
      workloads: all.map(([id, { size }]) => ({
        ...{ id, own: { path: `/mnt/ssd/${id}`, limit: size * GIB, used: 0 } },
      })),
      records: all.map(([id, { token }]) => ({ id, owner: "someone", token, state: "done" })),
    };
  };
  const { ensure, inspect, remove } = volumeOnNode;
  const client = new FakeNode({
    [ensure.name]: (parameters) => {
      const { id, token, size_gib: size } = ensured.parse(parameters);
      kept.set(id, { size, token });
      return look(id);
    },
    [inspect.name]: (parameters) => look(inspected.parse(parameters).id),
    [remove.name]: (parameters) => {
      const { id, token } = removed.parse(parameters);
      const held = kept.get(id);
      if (held !== undefined && held.token !== token) return { heldBy: "somebody else" };
      kept.delete(id);
      return { heldBy: "" };
    },
    "records-sum": () => ({ cru: 0, mru: 0, sru: 0, hru: 0 }),
    probe: () => PROBED,
  });
  const open: OpenNode = { name: "node1", client, pools: { ssd: "/mnt/ssd" } };
  const entry: NodeEntry = {
    name: "node1",
    settings: nodeSettings.parse({ address: "10.77.0.11", hostKeys: ["ssh-ed25519 AAAA"] }),
    address: {
      ...{ address: "10.77.0.11", port: 22, user: "root", hostKeys: [], hostKeysAt: "" },
      credential: { type: "agent", socket: "", at: "" },
    },
    open: () => Promise.resolve(open),
  };
  const handlers = nodeHandlers(volumeOnNode);
  return {
    kind: defineKind<VolumeInputs, VolumeOutputs>({
      ...volume,
      handlers: () => Promise.resolve(onTarget(handlers, nodeTarget, entry)),
    }),
    sections: {},
    inputs: { node: "node1" },
    volumes: () => [...kept.values()].map(({ size }) => size),
    resize: (size) => {
      for (const held of kept.values()) held.size = size;
    },
    lose: () => {
      kept.clear();
    },
    goDown: () => {
      client.goDown();
    },
    close: () => client.close(),
  };
}

const PROBED: JsonObject = {
  ...{ kernel: "6.1", architecture: "x86_64", hostname: "node1", osId: "debian", osVersion: "12" },
  ...{ bootId: null, clock: 0, user: 0, cgroup: 2, systemd: false, kernelWireguard: false },
  ...{ memory: 16 * GIB, cpus: 4, diskSize: 100 * GIB, diskFree: 100 * GIB, workloads: [] },
  tools: [{ name: "btrfs", version: "6.2" }],
  pools: [
    {
      ...{ disk: "ssd", path: "/mnt/ssd", exists: true, filesystem: "btrfs", quota: "qgroup" },
      ...{ size: 100 * GIB, free: 100 * GIB },
    },
  ],
};
