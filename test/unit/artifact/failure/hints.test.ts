import { failureAdvice } from "../../../../model/artifact/failure/hints.js";

it.each<readonly [string, string, string | undefined, boolean]>([
  [
    "CreateContainerConfigError",
    'secret "acnt-a-0-abcde-gcp" not found',
    "Name the account in the unit's `accounts`",
    false,
  ],
  [
    "CreateContainerConfigError",
    'secret "ref-a-0-abcde" not found',
    "Name the artifact it refers to in the request's `refs`",
    false,
  ],
  [
    "CreateContainerConfigError",
    'configmap "cfg" not found',
    'Create the configmap "cfg" in the namespace of the artifact, or correct the name',
    false,
  ],
  [
    "CreateContainerConfigError",
    "couldn't find key k in Secret train/s",
    "Add the key k to the Secret train/s, or correct the key",
    false,
  ],
  ["StepOOM", "", "Raise the step's `computeResources.limits.memory`", false],
  [
    "PodEvicted",
    "low on memory",
    "Make room in the cluster or in the namespace's quota, or lower the requests of the steps",
    true,
  ],
  [
    "ParameterTypeMismatch",
    "[User error] x",
    "Compare the parameter's declaration with the value in the task's `paramValues`",
    false,
  ],
  [
    "InitContainerOOM",
    "",
    "Tekton's own containers ran out of memory: raise the limits that a LimitRange of the namespace sets",
    false,
  ],
  ["SidecarFailed", "", "See the log of that container with `kubectl logs`", true],
  ["SomethingNew", "[User error] x", "Correct the request: Tekton would refuse the same run again", false],
  ["SomethingNew", "", undefined, true],
  ["StepFailed", "[User error] odd", "Correct the request: Tekton would refuse the same run again", false],
])("advises on %s: %s", (reason, message, hint, retriable) => {
  expect(failureAdvice(reason, message)).toEqual(hint === undefined ? { retriable } : { hint, retriable });
});
