import { canonicalJson, type JsonValue } from "../../../model/shared/json.js";
import { isUnknown, plainBag, type Bag } from "../rpc/bag.js";
import { changesBetween, pathText, type PropertyDiff } from "../rpc/property-diff.js";
import type { DiffAnswer } from "../rpc/provider.js";
import { chooseKubeconfig } from "./kubeconfig.js";
import { readSettings } from "./settings.js";

const CLUSTER_KEYS = ["kubeconfig", "context", "cluster"];
const IDENTIFIER = "clusterIdentifier";

/**
 * Another cluster is another provider, and everything on it is replaced; other changes are updates. A cluster is
 * told by its entry in the kubeconfig, or by `clusterIdentifier` where that is given.
 */
export function diffConfig(oldInputs: Bag, newInputs: Bag): DiffAnswer {
  const [olds, news] = [plainBag(oldInputs), plainBag(newInputs)];
  const changes = changesBetween(olds, news).filter(({ path }) => path[0] !== "version");
  const changed = new Set(changes.map(({ path }) => String(path[0])));
  const replaces = new Set(replacingKeys(olds, news, changed));
  const details: Record<string, PropertyDiff> = {};
  for (const { path, kind } of changes) {
    details[pathText(path)] = { kind, replace: replaces.has(String(path[0])) };
  }
  return { changes: changes.length > 0, details, replaces: [...replaces] };
}

function replacingKeys(olds: Bag, news: Bag, changed: ReadonlySet<string>): readonly string[] {
  if (olds[IDENTIFIER] !== undefined && news[IDENTIFIER] !== undefined) {
    return changed.has(IDENTIFIER) ? [IDENTIFIER] : [];
  }
  const keys = CLUSTER_KEYS.filter((key) => changed.has(key));
  const unknown = CLUSTER_KEYS.filter((key) => isUnknown(news[key]));
  if (unknown.length > 0) return unknown;
  const [before, after] = [clusterEntry(olds), clusterEntry(news)];
  return before !== undefined && after !== undefined && before !== after ? keys : [];
}

/** Undefined when the kubeconfig cannot be read (any more). */
function clusterEntry(inputs: Bag): string | undefined {
  try {
    const { cluster } = chooseKubeconfig(readSettings(inputs, {}));
    return cluster === undefined ? undefined : canonicalJson(cluster as JsonValue);
  } catch {
    return undefined;
  }
}
