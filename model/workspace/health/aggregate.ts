import { idOfKey, type ObjectKey } from "../../shared/kubernetes-object.js";
import { HEALTH_CODES, type Health, type HealthCode } from "../codes.js";

/** One object of a workspace, for the health of the whole. Objects that are not of the workspace are left out. */
export interface HealthItem {
  readonly key: ObjectKey;
  /** `undefined`: there is no rule for the kind. */
  readonly health?: Health | undefined;
  /** Whether the object is in the cluster. */
  readonly live: boolean;
  /** Hooks do not count. */
  readonly hook: boolean;
  /** The object asks not to be judged (`ignore-healthcheck`); it counts as being there all the same. */
  readonly ignored: boolean;
}

/** Health of a whole, and the objects it is due to; none when the whole is healthy. */
export interface AggregateHealth extends Health {
  readonly causes: readonly ObjectKey[];
}

/** As many causes are named in the message. */
const NAMED = 5;

/**
 * The worst health of the objects that are there. An object that is missing does not count, since that it is out of
 * sync says so already; but when objects are expected and none is there, the whole is missing.
 */
export function aggregateHealth(items: readonly HealthItem[]): AggregateHealth {
  const expected = items.filter((item) => !item.hook);
  const live = expected.filter((item) => item.live);
  const judged = live.flatMap(({ key, health, ignored }) =>
    ignored || health === undefined ? [] : [{ key, health }],
  );
  if (expected.length > 0 && live.length === 0) {
    return verdict(
      "Missing",
      expected.map(({ key }) => ({ key, message: "" })),
    );
  }
  const worst = judged.reduce<HealthCode>(
    (status, { health }) => (isWorse(health.status, status) ? health.status : status),
    "Healthy",
  );
  if (worst === "Healthy") return { status: "Healthy", message: "", causes: [] };
  return verdict(
    worst,
    judged
      .filter(({ health }) => health.status === worst)
      .map(({ key, health }) => ({ key, message: health.message })),
  );
}

function isWorse(status: HealthCode, than: HealthCode): boolean {
  return HEALTH_CODES.indexOf(status) > HEALTH_CODES.indexOf(than);
}

function verdict(
  status: HealthCode,
  causes: readonly { readonly key: ObjectKey; readonly message: string }[],
): AggregateHealth {
  const named = causes
    .slice(0, NAMED)
    .map(({ key, message }) => (message === "" ? label(key) : `${label(key)}: ${message}`));
  const more = causes.length > NAMED ? [`and ${causes.length - NAMED} more`] : [];
  return { status, message: [...named, ...more].join("; "), causes: causes.map(({ key }) => key) };
}

function label(key: ObjectKey): string {
  const { kind, namespace, name } = idOfKey(key);
  return namespace === "" ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
