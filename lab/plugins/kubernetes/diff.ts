import { gvkOf } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { changesBetween, isWithin, parsePath, pathText, type PropertyDiff } from "../rpc/property-diff.js";
import type { DiffAnswer, DiffQuestion } from "../rpc/provider.js";
import { isUnknown, plain } from "../rpc/bag.js";
import { isSet } from "./annotations.js";
import { isPatch } from "./kinds.js";
import { objectOf, parseCheckpoint } from "./object.js";
import { pruneLive } from "./prune.js";
import { needsReplacement, replacedOn, type Mutability } from "./replace-rules.js";
import { isSameMeaning } from "./same-meaning.js";

const DEFAULT_NAMESPACE = "default";

// Whatever it will be: only its name could need a new object, and that is decided when it is known.
const METADATA_UNKNOWN: DiffAnswer = {
  changes: true,
  details: { metadata: { kind: "update", replace: false } },
  replaces: [],
};

/**
 * Compares wanted inputs with the object as last seen, as far as the last inputs described it. Asks no cluster.
 * A replacement of an object whose name the user has chosen deletes first: the name is not free before.
 */
export function diffResource(question: DiffQuestion, mutable: Mutability): DiffAnswer {
  const { type } = question;
  if (isUnknown(plain(question.news["metadata"]))) return METADATA_UNKNOWN;
  const { live, inputs } = parseCheckpoint(question.olds, type);
  const { before, after } = comparable(live, pruneLive(live, inputs), objectOf(question.news, type));

  const ignored = question.ignoreChanges.map(parsePath);
  const changes = changesBetween(before, after)
    .filter((change) => change.kind !== "update" || !isSameMeaning(change.path, change.before, change.value))
    .filter((change) => !ignored.some((path) => isWithin(change.path, path)));

  const fields = replacedOn(after, mutable, isPatch(type, after.kind));
  const isOtherGroup = gvkOf(before).group !== gvkOf(after).group;
  const details: Record<string, PropertyDiff> = {};
  for (const change of changes) {
    const replace = needsReplacement(change, fields) || (isOtherGroup && change.path[0] === "apiVersion");
    details[pathText(change.path)] = { kind: change.kind, replace };
  }
  const replaces = Object.keys(details).filter((path) => details[path]?.replace);
  return {
    changes: changes.length > 0,
    details,
    replaces,
    deleteBeforeReplace:
      replaces.length > 0 &&
      !isSet(after, "autonamed") &&
      !isUnknown(after.metadata.name) &&
      after.metadata.name === live.metadata.name &&
      after.metadata.namespace === before.metadata.namespace,
  };
}

/** Both sides with name and namespace as the object really has them. */
function comparable(
  live: KubeObject,
  pruned: KubeObject,
  wanted: KubeObject,
): { readonly before: KubeObject; readonly after: KubeObject } {
  const before = { ...pruned, metadata: { ...pruned.metadata } };
  const after = { ...wanted, metadata: { ...wanted.metadata } };
  if (live.metadata.namespace === undefined) {
    delete before.metadata.namespace;
    delete after.metadata.namespace;
  } else {
    before.metadata.namespace = live.metadata.namespace;
    after.metadata.namespace ??= DEFAULT_NAMESPACE;
  }
  if (live.metadata.name !== undefined) before.metadata.name = live.metadata.name;
  return { before, after };
}
