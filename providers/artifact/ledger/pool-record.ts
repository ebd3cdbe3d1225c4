import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { without } from "../../../clients/kubernetes/without.js";
import { ARTIFACT_ANNOTATIONS, ARTIFACT_LABELS, poolName } from "../../../model/artifact/names.js";
import { type Budget, currentBudget } from "../../../model/artifact/plan/budget.js";
import { poolSettings, type PoolSettings } from "../../../model/artifact/settings.js";
import { Failure } from "../../../model/shared/errors.js";
import { canonicalJson, isObject } from "../../../model/shared/json.js";
import {
  OWNER_ANNOTATION,
  OWNER_LABEL,
  ownerHash,
  TOKEN_ANNOTATION,
} from "../../../model/shared/ownership.js";
import type { Site } from "../site.js";
import { jsonIn, listIn, sameTexts, sendable, textsIn } from "./texts.js";

/** What a pool's ConfigMap is written from. */
export interface PoolDeclaration {
  readonly settings: PoolSettings;
  /** Hash of the spec of new instances. */
  readonly current: string;
  /** The team that owns the pool. */
  readonly owner: string;
  readonly whitelist: readonly string[];
  /** Labels of the pool's runs. */
  readonly runLabels: Readonly<Record<string, string>>;
  /** Marks of whoever declares the pool; all its objects bear them. */
  readonly mark: string;
  readonly token: string;
}

/** A pool as its ConfigMap tells it. */
export interface Pool extends PoolDeclaration {
  readonly object: KubeObject;
  readonly budget: Budget;
}

/** The ConfigMap of a pool; what `before` has besides stays, and so does the budget, unless another spec resets it. */
export function poolObject(
  { namespace, artifact, now }: Pick<Site, "namespace" | "artifact" | "now">,
  declaration: PoolDeclaration,
  before?: KubeObject,
): KubeObject {
  const { settings, current, owner, whitelist, runLabels, mark, token } = declaration;
  const own = before === undefined ? {} : sendable(before).metadata;
  const known = budgetIn(textsIn(before?.["data"])["budget"]);
  const budget = currentBudget(known, current, settings.retry, now());
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      ...own,
      name: poolName(artifact),
      namespace,
      labels: { ...own.labels, [ARTIFACT_LABELS.artifact]: artifact, [OWNER_LABEL]: ownerHash(mark) },
      annotations: {
        ...own.annotations,
        [ARTIFACT_ANNOTATIONS.team]: owner,
        [ARTIFACT_ANNOTATIONS.whitelist]: JSON.stringify(whitelist),
        [OWNER_ANNOTATION]: mark,
        [TOKEN_ANNOTATION]: token,
      },
    },
    data: {
      settings: canonicalJson(settings),
      current,
      budget: JSON.stringify(budget),
      runLabels: canonicalJson(runLabels),
    },
  };
}

/** Whether the ConfigMap says what the pool is declared as; the budget is not declared. */
export function isDeclared(site: Site, object: KubeObject, declaration: PoolDeclaration): boolean {
  const wanted = poolObject(site, declaration, object);
  return (
    sameTexts(declaredTexts(wanted), declaredTexts(object)) &&
    sameTexts(wanted.metadata.annotations, object.metadata.annotations) &&
    sameTexts(wanted.metadata.labels, object.metadata.labels)
  );
}

function declaredTexts(object: KubeObject): Record<string, string> {
  return without(textsIn(object["data"]), "budget");
}

/** @throws Failure for a ConfigMap that is no pool */
export function poolIn(object: KubeObject, where: string, now: number): Pool {
  const { annotations = {} } = object.metadata;
  const data = textsIn(object["data"]);
  const settings = poolSettings.safeParse(jsonIn(data["settings"]));
  const mark = annotations[OWNER_ANNOTATION];
  const owner = annotations[ARTIFACT_ANNOTATIONS.team];
  const current = data["current"];
  if (mark === undefined || owner === undefined || current === undefined || !settings.success) {
    throw new Failure({
      what: `ConfigMap ${object.metadata.name ?? ""} is not the pool of an artifact, or was changed by hand`,
      where,
      next: "`pulumi up` of the stack that declares the pool writes it anew; otherwise remove it",
    });
  }
  return {
    object,
    settings: settings.data,
    budget: currentBudget(budgetIn(data["budget"]), current, settings.data.retry, now),
    current,
    owner,
    whitelist: listIn(jsonIn(annotations[ARTIFACT_ANNOTATIONS.whitelist])),
    runLabels: textsIn(jsonIn(data["runLabels"])),
    mark,
    token: annotations[TOKEN_ANNOTATION] ?? "",
  };
}

function budgetIn(text: string | undefined): Budget | undefined {
  const value = jsonIn(text);
  if (!isObject(value)) return undefined;
  const texts = textsIn(value);
  const { specHash, outcomes } = texts;
  if (specHash === undefined || outcomes === undefined) return undefined;
  return { ...texts, specHash, outcomes, ...(value["final"] === true ? { final: true } : {}) };
}
