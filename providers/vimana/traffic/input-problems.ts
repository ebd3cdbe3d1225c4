import type { Problem } from "../../../model/shared/problem.js";
import type { TrafficInputs } from "../traffic.js";
import { carrierKinds, carrierOf } from "../carriers.js";
import { carrierIn } from "./carrier-texts.js";

/** Faults that the schema cannot express. */
export function inputProblems(inputs: TrafficInputs): readonly Problem[] {
  const { carriers, namespace } = inputs;
  return [
    ...carriers.flatMap((text, index) => carrierProblems(text, namespace, `carriers[${index}]`)),
    ...weightProblems(inputs),
    ...rolloutProblems(inputs),
  ];
}

function carrierProblems(text: string, namespace: string, path: string): readonly Problem[] {
  const object = carrierIn(text);
  if (object === undefined) return [{ path, reason: "must be the JSON of a Kubernetes object" }];
  const { metadata } = object;
  return [
    ...(carrierOf(object) === undefined
      ? [{ path, reason: `must be a ${carrierKinds()} and is ${object.apiVersion} ${object.kind}` }]
      : []),
    ...(metadata.name === undefined ? [{ path, reason: "must have a name" }] : []),
    ...(metadata.namespace === namespace ? [] : [{ path, reason: `must be in namespace ${namespace}` }]),
  ];
}

function weightProblems({ weights, rollout, backends }: TrafficInputs): readonly Problem[] {
  if ((weights === undefined) === (rollout === undefined)) {
    return [{ path: "weights", reason: "is needed without a rollout, and only then" }];
  }
  return Object.keys(weights ?? {})
    .filter((version) => !Object.hasOwn(backends, version))
    .map((version) => ({ path: `weights["${version}"]`, reason: "names a version that has no backend" }));
}

function rolloutProblems({ rollout, managed, backends }: TrafficInputs): readonly Problem[] {
  if (rollout === undefined) return [];
  return [
    ...(Object.hasOwn(backends, rollout.to)
      ? []
      : [{ path: "rollout.to", reason: `names version ${rollout.to}, which has no backend` }]),
    ...(managed === "external"
      ? [{ path: "managed", reason: "must be pulumi with a rollout, which sets the weights" }]
      : []),
  ];
}
