import { isObject, type JsonObject, type JsonValue } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import {
  ARTIFACT_ANNOTATIONS,
  ARTIFACT_LABELS,
  type ArtifactPhase,
  RESULTS_FINALIZER,
  runName,
  shortHash,
} from "../names.js";
import { DEFAULT_PIPELINE_TIMEOUT, DEFAULT_SERVICE_ACCOUNT } from "./defaults.js";
import { objectsOf } from "./json-parts.js";
import { pipelineSpec, workspaceBindings } from "./pipeline-spec.js";
import { RESULT_PREFIX, wellKnownOf } from "./well-known.js";

export const TEKTON_API_VERSION = "tekton.dev/v1";

/** What one run of a unit is for. */
export interface PipelineRunArgs {
  readonly artifact: string;
  readonly namespace: string;
  readonly phase: ArtifactPhase;
  readonly instance: string;
  /** Starts at 1. */
  readonly attempt: number;
  readonly unit: JsonObject;
  /** Hash of the build and clean units together. */
  readonly specHash: string;
  /** Results of the instance's build, for its clean run; one that is missing is passed as an empty text. */
  readonly results?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * The PipelineRun of one attempt at an instance, complete: it needs no admission webhook, since every default is
 * written out. It carries a finalizer, so it stays until its results have been copied.
 */
export function pipelineRun(args: PipelineRunArgs): KubeObject {
  const { artifact, phase, instance, attempt, specHash } = args;
  return {
    apiVersion: TEKTON_API_VERSION,
    kind: "PipelineRun",
    metadata: {
      name: runName(phase, artifact, instance, attempt),
      namespace: args.namespace,
      labels: {
        ...args.labels,
        [ARTIFACT_LABELS.artifact]: artifact,
        [ARTIFACT_LABELS.instance]: instance,
        [ARTIFACT_LABELS.phase]: phase,
        [ARTIFACT_LABELS.spec]: shortHash(specHash),
      },
      annotations: {
        ...args.annotations,
        [ARTIFACT_ANNOTATIONS.specHash]: specHash,
        [ARTIFACT_ANNOTATIONS.attempt]: String(attempt),
      },
      finalizers: [RESULTS_FINALIZER],
    },
    spec: runSpec(args),
  };
}

function runSpec(args: PipelineRunArgs): JsonObject {
  const { unit } = args;
  const workspaces = workspaceBindings(unit);
  return {
    pipelineSpec: pipelineSpec(args.artifact, args.phase, unit),
    params: runParameters(args),
    timeouts: withPipelineTimeout(unit.timeouts),
    taskRunTemplate: {
      serviceAccountName: unit.serviceAccountName ?? DEFAULT_SERVICE_ACCOUNT,
      ...(unit.podTemplate === undefined ? {} : { podTemplate: unit.podTemplate }),
    },
    ...(workspaces === undefined ? {} : { workspaces }),
  };
}

function withPipelineTimeout(timeouts: JsonValue | undefined): JsonValue {
  if (timeouts === undefined || timeouts === null) return { pipeline: DEFAULT_PIPELINE_TIMEOUT };
  if (!isObject(timeouts)) return timeouts;
  const given: JsonObject = timeouts;
  return { ...given, pipeline: given.pipeline ?? DEFAULT_PIPELINE_TIMEOUT };
}

/** The well-known parameters; `name` is left to the unit when that declares it with a default of its own. */
function runParameters({ artifact, phase, instance, unit, results = {} }: PipelineRunArgs): JsonValue {
  const values = new Map([
    ["name", artifact],
    ["art_id", artifact],
    ["inst_id", instance],
  ]);
  const given = new Map(Object.entries(results));
  const ownName = objectsOf(unit.params).some(
    (param) => param.name === "name" && param.default !== undefined,
  );
  return wellKnownOf(phase, unit)
    .filter((name) => name !== "name" || !ownName)
    .map((name) => ({
      name,
      value: values.get(name) ?? given.get(name.slice(RESULT_PREFIX.length)) ?? "",
    }));
}
