import { idOfKey, type KubeObject, objectKey, type ObjectKey } from "../../shared/kubernetes-object.js";
import { optionValue, textOf } from "../annotations.js";
import { definedKind, isCustomResourceDefinition, isNamespace } from "./defined-kind.js";
import { objectOptions, type Removal, REMOVALS, statesRemoval, type SyncOptions } from "./options.js";
import { nameInMessages, nameInPlans } from "./task.js";

/** What decides whether objects may be removed. */
export interface RemovalRules {
  readonly options: SyncOptions;
  /** Keys whose removal is approved. */
  readonly approved: ReadonlySet<ObjectKey>;
}

/** An object that might be removed, and why it stays if it does. */
export interface RemovalDecision {
  readonly key: ObjectKey;
  readonly live: KubeObject;
  readonly kept?: string;
  /** Whether it stays only until somebody approves its removal. */
  readonly awaitsApproval: boolean;
}

type Option = "Prune" | "Delete";

/** Decides about objects that are not rendered any more. */
export function decidePrunes(
  candidates: readonly KubeObject[],
  rules: RemovalRules & {
    /** Whether objects are pruned at all. */
    readonly prune: boolean;
    readonly targets: readonly KubeObject[];
  },
): RemovalDecision[] {
  const decided = candidates.map((live) =>
    decision(live, rules.prune ? keptBy("Prune", live, rules) : stays("ignored (requires pruning)")),
  );
  return keepContainers(decided, rules.targets);
}

/** Decides about all objects of a workspace that is deleted. */
export function decideDeletions(objects: readonly KubeObject[], rules: RemovalRules): RemovalDecision[] {
  return keepContainers(
    objects.map((live) => decision(live, keptBy("Delete", live, rules))),
    [],
  );
}

type Verdict = Omit<RemovalDecision, "key" | "live">;

function stays(kept: string): Verdict {
  return { kept, awaitsApproval: false };
}

function decision(live: KubeObject, verdict: Verdict): RemovalDecision {
  return { key: objectKey(live), live, ...verdict };
}

function keptBy(option: Option, live: KubeObject, { options, approved }: RemovalRules): Verdict {
  const key = objectKey(live);
  const stated = optionValue(live, "sync-options", option);
  if (stated !== undefined && !REMOVALS.some((removal) => removal === stated)) {
    return stays(`ignored (sync option ${option} cannot be "${stated}")`);
  }
  if (textOf(live, "helm.sh/resource-policy") === "keep")
    return stays("ignored (helm.sh/resource-policy: keep)");
  const removal = removalOf(option, live, options);
  if (removal === "false") return stays(option === "Prune" ? "ignored (no prune)" : "ignored (Delete=false)");
  const isExplicit =
    statesRemoval(live, option) ||
    (option === "Delete" && statesRemoval(live, "Prune")) ||
    stated === "confirm";
  if (isProtected(live) && !isExplicit) {
    return stays(
      `ignored (a ${live.kind} is removed only if it says groundplan.dev/sync-options: ${option}=true)`,
    );
  }
  if (removal === "confirm" && !approved.has(key)) {
    return { kept: confirmationReason(option, key), awaitsApproval: true };
  }
  return { awaitsApproval: false };
}

function removalOf(option: Option, live: KubeObject, options: SyncOptions): Removal {
  const own = objectOptions(live, options);
  return option === "Prune" ? own.prune : own.delete;
}

function confirmationReason(option: Option, key: ObjectKey): string {
  const noun = option === "Prune" ? "pruning" : "deletion";
  return `waiting for ${noun} confirmation of ${nameInMessages(key)}: list ${key} under approvePrune`;
}

/** Kinds whose removal takes more with it than the object. */
function isProtected(live: KubeObject): boolean {
  return (
    isNamespace(live) ||
    isCustomResourceDefinition(live) ||
    (live.kind === "PersistentVolumeClaim" && live.apiVersion === "v1")
  );
}

/** A namespace stays while anything in it stays, and a definition while an object of its kind does. */
function keepContainers(
  decided: readonly RemovalDecision[],
  targets: readonly KubeObject[],
): RemovalDecision[] {
  const staying = [
    ...targets.map(objectKey),
    ...decided.flatMap(({ key, kept }) => (kept === undefined ? [] : [key])),
  ];
  return decided.map((each) => {
    const held = each.kept === undefined ? staying.find(isInside(each.live)) : undefined;
    return held === undefined ? each : { ...each, kept: `ignored (${nameInPlans(held)} stays)` };
  });
}

function isInside(container: KubeObject): (key: ObjectKey) => boolean {
  if (isNamespace(container)) return (key) => idOfKey(key).namespace === container.metadata.name;
  const defined = definedKind(container);
  if (defined === undefined) return () => false;
  return (key) => idOfKey(key).group === defined.group && idOfKey(key).kind === defined.kind;
}
