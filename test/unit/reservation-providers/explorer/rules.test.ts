import fc from "fast-check";
import { z } from "zod";
import type { NodeInputs, NodeOutputs } from "../../../../providers/node/definition.js";
import { workloadInputs } from "../../../../providers/node/workload-inputs.js";
import { byBackEnd } from "../../../../providers/reservation/by-back-end.js";
import { container } from "../../../../providers/reservation/container.js";
import { splitMetadata, withMarker } from "../../../../providers/reservation/explorer/marker.js";
import { poolAdvice, poolLasts } from "../../../../providers/reservation/explorer/pool-advice.js";
import { signedByExplorer } from "../../../../providers/reservation/explorer/replace-when.js";
import { kubernetesNode } from "../../../../providers/reservation/kubernetes-node.js";
import { networkKey } from "../../../../providers/reservation/network-key.js";
import {
  newSealedKey,
  parseSealedKey,
  sealedKeyText,
} from "../../../../providers/reservation/network-key/sealed-key.js";
import { networkResource } from "../../../../providers/reservation/network-resource.js";
import { publicIp } from "../../../../providers/reservation/public-ip.js";
import { volume } from "../../../../providers/reservation/volume.js";
import { zdb } from "../../../../providers/reservation/zdb.js";
import type { KindContext } from "../../../../providers/runtime/context.js";
import type { AnyKind, KindHandlers } from "../../../../providers/runtime/kind.js";
import { openSealedBox } from "../../../../model/reservation/crypto/sealed-box.js";
import { publicKeyOf } from "../../../../model/reservation/crypto/ed25519.js";
import { wireguardPublicKey } from "../../../../model/reservation/network/wireguard-keys.js";
import { hexBytes, hexText } from "../../../../model/reservation/scalars/hex.js";
import { capacityPoolSchema } from "../../../../model/reservation/types/capacity-pool.js";
import { volumeSchema } from "../../../../model/reservation/types/volume.js";

const MARKER = { owner: "ab".repeat(20), inputs: "cd".repeat(32) };

describe("metadata", () => {
  it("hold the mark behind the user's own, whatever that is", () => {
    fc.assert(
      fc.property(fc.string(), (own) => {
        expect(splitMetadata(withMarker(own, MARKER))).toEqual({ own, marker: MARKER });
      }),
    );
  });

  it("of others are nobody's mark", () => {
    for (const text of ["", "text", "{}", "{", '{"groundplan":{"owner":"x"}}', '{"groundplan":"x"}']) {
      expect(splitMetadata(text)).toEqual({ own: text, marker: undefined });
    }
  });

  it("leave explorers' limit alone with 800 bytes of the user's own", () => {
    expect(Buffer.byteLength(withMarker("x".repeat(800), MARKER))).toBeLessThanOrEqual(1024);
  });
});

describe("what replaces", () => {
  const KINDS: readonly AnyKind[] = [
    volume,
    zdb,
    container,
    kubernetesNode,
    publicIp,
    networkKey,
    networkResource,
  ];

  it.each(KINDS.map((kind) => [kind.name, kind] as const))("a %s is more on an explorer", (_name, kind) => {
    const changed = ["description", "pool"];
    expect(kind.replaceWhen?.({ changed, olds: { explorer: "grid" }, news: { explorer: "grid" } })).toEqual(
      changed,
    );
    expect(kind.replaceWhen?.({ changed, olds: {}, news: {} })).toEqual([]);
    expect(kind.replaceOn).toContain("explorer");
  });

  it("is neither what is not sent nor what a newer workload takes over", () => {
    const when = signedByExplorer("peers");
    const changed = ["reservation", "peers", "range"];
    expect(when({ changed, olds: { explorer: "grid" }, news: {} })).toEqual(["range"]);
  });
});

describe("the back end", () => {
  const named = (name: string, seen: string[]): KindHandlers<NodeInputs, NodeOutputs> => {
    const tell = (): Promise<never> => {
      seen.push(name);
      return Promise.reject(new Error(name));
    };
    return { plan: tell, create: tell, read: tell, update: tell, delete: tell };
  };
  const context: KindContext = {
    ...{ urn: "", resource: "subject", token: "", signal: new AbortController().signal },
    scope: { installation: "abc123", project: "shop", stack: "dev" },
    target: () => Promise.reject(new Error("not needed")),
    ...{ info: () => undefined, warn: () => undefined, status: () => undefined, now: () => 0 },
  };

  it("is chosen by what the resource names, and for what is there by what it named", async () => {
    const seen: string[] = [];
    const handlers = byBackEnd(named("node", seen), named("explorer", seen));
    const schema = z.strictObject(workloadInputs);
    const inputs = schema.parse({ node: "n", explorer: "grid" });
    const state = { inputs: schema.parse({ node: "n" }), outputs: { workloadId: "", drift: [] } };
    await expect(handlers.create(context, inputs)).rejects.toThrow("explorer");
    await expect(handlers.read(context, "", state)).rejects.toThrow("node");
    await expect(handlers.update(context, "", state, inputs)).rejects.toThrow("node");
    await expect(handlers.delete(context, "", state)).rejects.toThrow("node");
    expect(seen).toEqual(["explorer", "node", "node", "node"]);
  });

  it("is asked for no plan before it is known", async () => {
    const seen: string[] = [];
    const handlers = byBackEnd(named("node", seen), named("explorer", seen));
    const request = { old: undefined, news: {}, unknown: ["explorer"], preview: true };
    expect(await handlers.plan?.(context, request)).toBeUndefined();
    expect(seen).toEqual([]);
  });
});

describe("a sealed key", () => {
  it("is a pair of which only the node reads the private one", () => {
    const seed = new Uint8Array(32).fill(5);
    const key = newSealedKey(hexText(publicKeyOf(seed)));
    const opened = openSealedBox(hexBytes(key.sealed) ?? new Uint8Array(), seed);
    expect(wireguardPublicKey(Buffer.from(opened ?? []).toString("utf8"))).toBe(key.publicKey);
    expect(parseSealedKey(sealedKeyText(key))).toEqual(key);
    for (const text of [undefined, "", "networkkey-abc", "sealed:abc", "sealed:abc:XY"]) {
      expect(parseSealedKey(text)).toBeUndefined();
    }
  });
});

describe("a pool", () => {
  const workload = volumeSchema.parse({ size: 300, type: 1 });
  const pool = (sus: number) =>
    capacityPoolSchema.parse({ poolId: "9", cus: 5, sus, activeSu: 0.5, lastUpdated: 1000 });

  it("must last two minutes with what is added", () => {
    expect(poolLasts(pool(180), workload, 1000)).toBe(true);
    expect(poolLasts(pool(179), workload, 1000)).toBe(false);
    // It was drawn on meanwhile.
    expect(poolLasts(pool(180), workload, 1001)).toBe(false);
  });

  it("is told what it lacks, for two minutes and for a day", () => {
    expect(poolAdvice(pool(100), workload, 1000)).toBe(
      "pool 9 would not last 120 s with it: it lacks 80 sus at least, 129500 sus for a day " +
        "(the workload takes 1 sus a second)",
    );
  });
});
