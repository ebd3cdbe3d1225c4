import { isDeepStrictEqual } from "node:util";
import type { VimanaArgs } from "../../../components/index.js";
import { devCertificates } from "../../../providers/vimana/dev-certificates.js";
import { traffic } from "../../../providers/vimana/traffic.js";
import { versionLedger } from "../../../providers/vimana/version-ledger.js";
import type { Declared } from "../imagehub/declared.js";
import { CERTIFICATES, LEDGER, resourcesOf, SHOP, shop, shopWithCart, TRAFFIC } from "./scene.js";

/** Inputs whose change replaces a kind's resource. */
const REPLACED_ON: Readonly<Record<string, readonly string[]>> = {
  [TRAFFIC]: traffic.replaceOn ?? [],
  [LEDGER]: versionLedger.replaceOn ?? [],
  [CERTIFICATES]: devCertificates.replaceOn ?? [],
};

/** What the engine would do to get from one program to another, one line a resource; nothing for what stays. */
async function steps(from: VimanaArgs, to: VimanaArgs): Promise<string[]> {
  const [olds, news] = [byName(await resourcesOf(from)), byName(await resourcesOf(to))];
  return [...new Set([...olds.keys(), ...news.keys()])]
    .flatMap((key) => {
      const step = stepOf(olds.get(key), news.get(key));
      return step === undefined ? [] : [`${step} ${short(key)}`];
    })
    .sort();
}

function stepOf(old: Declared | undefined, next: Declared | undefined): string | undefined {
  if (old === undefined) return "create";
  if (next === undefined) return "delete";
  if (isDeepStrictEqual(inputsOf(old), inputsOf(next))) return undefined;
  const replacing = [
    ...(REPLACED_ON[old.type] ?? []).map((input) => [old.inputs[input], next.inputs[input]]),
    [nameIn(old), nameIn(next)],
  ];
  return replacing.some(([before, after]) => before !== after) ? "replace" : "update";
}

function inputsOf({ inputs }: Declared): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== "__provider"));
}

function nameIn({ inputs }: Declared): string {
  const { name = "", namespace = "" } = (inputs["metadata"] ?? {}) as { name?: string; namespace?: string };
  return `${namespace}/${name}`;
}

function byName(found: readonly Declared[]): Map<string, Declared> {
  return new Map(found.map((one) => [`${one.type}::${one.name}`, one]));
}

function short(key: string): string {
  const [type = "", name = ""] = key.split("::");
  return `${type.split(":").at(-1) ?? ""} ${name}`;
}

const WEIGHTS = { "1.0.0": 4, "1.1.0": 1 };
const V1 = { image: "example.com/cart:1" };
const V2 = { image: "example.com/cart:2" };

/** The hierarchy with another domain, or other fields of it. */
function withDomain(more: Record<string, unknown>): VimanaArgs {
  const args = shop();
  return { ...args, domains: { shop: { ...args.domains?.["shop"], ...more } } };
}

describe("what a change does", () => {
  it.each<[string, VimanaArgs, VimanaArgs, readonly string[]]>([
    ["nothing", shop(), shop(), []],
    [
      "weights: one update",
      shop(),
      shopWithCart({ weights: { ...WEIGHTS, "1.1.0": 2 } }),
      ["update Traffic apps/shop/cart"],
    ],
    [
      "services: one update",
      shop(),
      shopWithCart({ services: ["shop.Basket"] }),
      ["update Traffic apps/shop/cart"],
    ],
    [
      "weights by another hand: one update",
      shop(),
      shopWithCart({ weightsManagedBy: "external" }),
      ["update Traffic apps/shop/cart"],
    ],
    [
      "a version more: its own objects, and no change of the others'",
      shopWithCart({ components: { "1.0.0": V1 }, weights: { "1.0.0": 1 } }),
      shopWithCart({ components: { "1.0.0": V1, "1.1.0": V2 }, weights: { "1.0.0": 1 } }),
      [
        "create Component apps/shop/cart@1.1.0",
        "create Deployment apps/shop/cart@1.1.0",
        "create Service apps/shop/cart@1.1.0",
        "update ObjectGuard apps",
        "update Traffic apps/shop/cart",
        "update VersionLedger apps/shop/cart",
      ],
    ],
    [
      "replicas of a version: one update",
      shop(),
      shopWithCart({ components: { "1.0.0": { ...V1, replicas: 3 }, "1.1.0": V2 } }),
      ["update Deployment apps/shop/cart@1.0.0"],
    ],
    [
      "another image for a version: the ledger's to refuse",
      shop(),
      shopWithCart({ components: { "1.0.0": V1, "1.1.0": { image: "example.com/cart:3" } } }),
      ["update Deployment apps/shop/cart@1.1.0", "update VersionLedger apps/shop/cart"],
    ],
    [
      "an alias more: gateway, certificates and route are updated",
      shop(),
      withDomain({ aliases: ["shop.example.com", "www.example.com"] }),
      ["update DevCertificates apps", "update Gateway apps", "update Traffic apps/shop/cart"],
    ],
    [
      "another name of the Vimana: gateway and proxy are replaced, routes updated",
      shop({ name: "apps", namespace: "apps" }),
      shop({ name: "shops", namespace: "apps" }),
      [
        "replace BackendTrafficPolicy apps",
        "replace DevCertificates apps",
        "replace EnvoyProxy apps",
        "replace Gateway apps",
        "update Deployment apps/shop/cart@1.0.0",
        "update Deployment apps/shop/cart@1.1.0",
        "update Identity apps",
        "update Namespace apps",
        "update ObjectGuard apps",
        "update Service apps/shop/cart@1.0.0",
        "update Service apps/shop/cart@1.1.0",
        "update Traffic apps/shop/cart",
      ],
    ],
    [
      "another id of a domain: all below it is replaced",
      shop(),
      withDomain({ id: SHOP.replace("0", "f") }),
      [
        "replace Deployment apps/shop/cart@1.0.0",
        "replace Deployment apps/shop/cart@1.1.0",
        "replace Service apps/shop/cart@1.0.0",
        "replace Service apps/shop/cart@1.1.0",
        "replace Traffic apps/shop/cart",
        "replace VersionLedger apps/shop/cart",
        "update DevCertificates apps",
        "update Gateway apps",
        "update ObjectGuard apps",
      ],
    ],
    [
      "another suffix of canonical hosts: listeners and certificates are others, routes updated",
      shop(),
      shop({ canonicalSuffix: "apps.example.com" }),
      [
        "update DevCertificates apps",
        "update Gateway apps",
        "update Identity apps",
        "update Traffic apps/shop/cart",
      ],
    ],
    [
      "settings of waiting and protection: nothing on the cluster",
      shop(),
      shop({ requireDrain: true, protectIdentity: false, monotonicVersions: true }),
      ["update Traffic apps/shop/cart", "update VersionLedger apps/shop/cart"],
    ],
  ])("%s", async (_what, from, to, expected) => {
    expect(await steps(from, to)).toEqual([...expected].sort());
  });
});
