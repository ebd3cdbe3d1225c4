import { type KubeObject, objectKey } from "../../../model/shared/kubernetes-object.js";
import { compareObject } from "../../../model/workspace/compare/compare.js";
import { hookOf } from "../../../model/workspace/sync/hooks.js";
import { nameInPlans } from "../../../model/workspace/sync/task.js";
import type { Plan } from "../../runtime/plan.js";
import type { SyncInputs, SyncOutputs } from "../sync.js";
import { isSecret } from "../../../model/workspace/compare/secret-data.js";
import { readApplied } from "./applied.js";
import { declaredKey, objectsOf } from "./targets.js";

/**
 * What changes in the declared objects since the last sync, without asking the cluster: for previews without its
 * credentials.
 */
export function planOffline(inputs: SyncInputs, outputs: SyncOutputs | undefined): Plan {
  const before = readApplied(outputs?.applied ?? "");
  const placed = [...before.keys()];
  const declared = objectsOf(inputs.objects).map((object) => inNamespace(object, inputs.namespace, placed));
  const keys = new Set(declared.map(declaredKey));
  const secrets = objectsOf(inputs.secrets).map((object) => inNamespace(object, inputs.namespace, placed));
  const lines = [
    ...declared.flatMap((object) => line(object, before.get(declaredKey(object)))),
    ...secrets.flatMap((secret) =>
      outputs?.secretDigests[objectKey(secret)] === undefined
        ? [`create  ${nameInPlans(objectKey(secret))}`]
        : [],
    ),
    ...[...before].flatMap(([key, object]) =>
      keys.has(key) || isSecret(object) ? [] : [`${inputs.prune ? "PRUNE" : "keep"}  ${nameInPlans(key)}`],
    ),
  ];
  return {
    summary: `${lines.length} of ${declared.length + secrets.length} objects differ from what was declared last`,
    steps: lines,
    notes: [
      "preview: offline: nothing was compared with the cluster, so drift, conflicts, refusals and defaults do not show" +
        (secrets.length > 0 ? ", and neither do changed values of Secrets" : ""),
    ],
  };
}

function line(object: KubeObject, before: KubeObject | undefined): string[] {
  const name = nameInPlans(declaredKey(object));
  const verb = hookOf(object).isHook ? "hook" : "";
  if (before === undefined) return [`${verb === "" ? "create" : verb}  ${name}`];
  const { modified, changes } = compareObject(object, before);
  if (!modified) return [];
  const fields = changes.map(({ path, live, target }) => `${path}: ${text(live)} → ${text(target)}`);
  return [`${verb === "" ? "change" : verb}  ${name}  ${fields.join("; ")}`];
}

function text(value: unknown): string {
  return value === undefined ? "(none)" : JSON.stringify(value);
}

/** Whether a kind is namespaced is known from the last sync only; kinds that are new are taken for namespaced. */
function inNamespace(object: KubeObject, namespace: string, known: readonly string[]): KubeObject {
  if (object.metadata.namespace !== undefined || namespace === "") return object;
  if (known.includes(declaredKey(object))) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}
