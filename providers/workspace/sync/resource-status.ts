import {
  groupVersionKind,
  idOfKey,
  type KubeObject,
  type ObjectKey,
} from "../../../model/shared/kubernetes-object.js";
import type { Health, SyncCode } from "../../../model/workspace/codes.js";
import { type AggregateHealth, aggregateHealth } from "../../../model/workspace/health/aggregate.js";
import { annotationOf } from "../../../model/workspace/annotations.js";
import { healthOf } from "../../../model/workspace/health/health-of.js";
import { waveOf } from "../../../model/workspace/sync/waves.js";
import { pack } from "./packed.js";

/** What is known of one object: the fields of `v1alphaResourceStatus`. */
export interface ResourceStatus {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly syncWave: number;
  readonly status: SyncCode;
  readonly health?: Health;
  /** It is not declared any more and still there. */
  readonly requiresPruning?: boolean;
}

/** An object of the workspace, declared or left over. */
export interface Counted {
  readonly key: ObjectKey;
  readonly target: KubeObject | undefined;
  readonly live: KubeObject | undefined;
  readonly inSync: boolean;
}

function resourceStatus({ key, target, live, inSync }: Counted): ResourceStatus {
  const { group, kind, namespace, name } = idOfKey(key);
  const known = target ?? live;
  const health: Health | undefined =
    live === undefined
      ? { status: "Missing", message: "" }
      : target === undefined
        ? undefined
        : healthOf(live);
  return {
    group,
    version: known === undefined ? "" : groupVersionKind(known).version,
    kind,
    namespace,
    name,
    syncWave: known === undefined ? 0 : waveOf(known),
    status: inSync && target !== undefined ? "Synced" : "OutOfSync",
    ...(health === undefined ? {} : { health }),
    ...(target === undefined ? { requiresPruning: true } : {}),
  };
}

/** Health of the whole; what is left over does not count. */
export function workspaceHealth(objects: readonly Counted[]): AggregateHealth {
  return aggregateHealth(
    objects
      .filter(({ target }) => target !== undefined)
      .map(({ key, live }) => ({
        key,
        health: live === undefined ? undefined : healthOf(live),
        live: live !== undefined,
        hook: false,
        ignored: live !== undefined && annotationOf(live, "ignore-healthcheck") === "true",
      })),
  );
}

/** The statuses of all objects as a packed list, in the order of their keys. */
export function packStatuses(objects: readonly Counted[]): string {
  const inOrder = [...objects].sort((left, right) => (left.key < right.key ? -1 : 1));
  return pack(
    inOrder.map(resourceStatus).map(({ health, ...rest }) => ({
      ...rest,
      ...(health === undefined ? {} : { health: { status: health.status, message: health.message } }),
    })),
  );
}
