import { isObject } from "../../model/shared/json.js";

/** State of one object, as a workspace's status has it. */
export interface ObjectState {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `Synced`, `OutOfSync` or `Unknown`. */
  readonly sync: string;
  /** Empty when there is no rule for the kind. */
  readonly health: string;
  readonly message: string;
  readonly wave: number;
  readonly hook: boolean;
}

/** As many objects are shown one by one. */
const SHOWN = 40;

/** Reads a list of `v1alphaResourceStatus`; what is none is left out. */
export function objectStates(resources: unknown): readonly ObjectState[] {
  if (!Array.isArray(resources)) return [];
  return resources.filter(isObject).map((resource) => {
    const health = isObject(resource["health"]) ? resource["health"] : {};
    return {
      kind: text(resource["kind"]),
      namespace: text(resource["namespace"]),
      name: text(resource["name"]),
      sync: text(resource["status"]),
      health: text(health["status"]),
      message: text(health["message"]),
      wave: Number(resource["syncWave"] ?? 0),
      hook: resource["hook"] === true,
    };
  });
}

/** Conditions of objects, by wave and object. */
export type HealthTree = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * What a person sees of a workspace's objects: by wave, each with its health. Of many, those in trouble come first and
 * the others are counted.
 */
export function healthTree(states: readonly ObjectState[]): HealthTree {
  const ranked = [...states].sort((left, right) => Number(isWell(left)) - Number(isWell(right)));
  const shown = new Set(ranked.slice(0, SHOWN));
  const waves = [...new Set(states.map(({ wave }) => wave))].sort((left, right) => left - right);
  const tree: Record<string, Record<string, string>> = {};
  for (const wave of waves) {
    const lines = states
      .filter((state) => state.wave === wave && shown.has(state))
      .map((state) => [labelOf(state), conditionOf(state)] as const);
    if (lines.length > 0) tree[`wave ${wave}`] = Object.fromEntries(lines);
  }
  const left = states.length - shown.size;
  return left === 0 ? tree : { ...tree, others: { [`${left} more`]: "not shown" } };
}

function labelOf({ kind, namespace, name, hook }: ObjectState): string {
  return `${kind} ${namespace === "" ? name : `${namespace}/${name}`}${hook ? " (hook)" : ""}`;
}

/** Objects of kinds without a rule are well when they are there. */
function isWell({ sync, health }: ObjectState): boolean {
  return (sync === "Synced" || sync === "") && (health === "Healthy" || health === "");
}

function conditionOf(state: ObjectState): string {
  if (isWell(state)) return state.health === "" ? "there" : state.health;
  const parts = [state.health, state.sync === "Synced" ? "" : state.sync].filter((part) => part !== "");
  return `${parts.join(", ")}${state.message === "" ? "" : `: ${state.message}`}`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
