/** What to do about a failure whose reason and message match. */
interface HintRow {
  /** Tekton's or the pod's reasons; absent means any. */
  readonly reasons?: readonly string[];
  /** What the message has to match; its groups fill `$1`, `$2` … of the hint. */
  readonly message?: RegExp;
  readonly hint: string;
  /** Whether the same spec may work another time. Default false: it would fail again. */
  readonly retriable?: boolean;
}

/** Read from top to bottom; the first row that matches counts. */
const HINTS: readonly HintRow[] = [
  {
    message: /secrets? "sec-.*" not found/i,
    hint: "Name the shared secret in the unit's `secrets`, and check that this team may use it",
  },
  {
    message: /secrets? "acnt-.*" not found/i,
    hint: "Name the account in the unit's `accounts`",
  },
  {
    message: /secrets? "ref-.*" not found/i,
    hint: "Name the artifact it refers to in the request's `refs`",
  },
  {
    message: /(secret|configmap)s? "([^"]+)" not found/i,
    hint: 'Create the $1 "$2" in the namespace of the artifact, or correct the name',
  },
  {
    message: /couldn't find key (\S+) in (Secret|ConfigMap) (\S+)/i,
    hint: "Add the key $1 to the $2 $3, or correct the key",
  },
  {
    reasons: ["CreateContainerConfigError", "CreateContainerError", "PodCreationFailed"],
    hint: "Check the step's env, volumes and security context; a Secret or ConfigMap it names may be missing",
  },
  {
    reasons: [
      "TaskRunImagePullFailed",
      "PullImageFailed",
      "ImagePullBackOff",
      "ErrImagePull",
      "InvalidImageName",
    ],
    hint: "Check the image's name and tag, that the nodes reach its registry, and the pull secrets of the service account",
    retriable: true,
  },
  {
    reasons: ["NeverStarted"],
    hint: "Its pod waits for something: most often a Secret, ConfigMap or claim in `volumes` that is missing, or no node with room. See `kubectl describe pod`",
    retriable: true,
  },
  {
    reasons: ["StepTimeout"],
    hint: "Raise the step's `timeout`, or find out what it waits for",
    retriable: true,
  },
  {
    reasons: ["TaskRunTimeout"],
    hint: "Raise the task's `timeout`, or the unit's `timeouts.tasks` or `timeouts.finally` when the task has none",
    retriable: true,
  },
  {
    reasons: ["PipelineRunTimeout"],
    message: /due to tasks failed to finish/,
    hint: "Raise the unit's `timeouts.tasks`",
    retriable: true,
  },
  {
    reasons: ["PipelineRunTimeout", "PipelineRunTimeoutRunningFinally"],
    hint: "Raise the unit's `timeouts.pipeline` (one hour unless it says otherwise)",
    retriable: true,
  },
  {
    reasons: ["StepOOM", "OOMKilled"],
    hint: "Raise the step's `computeResources.limits.memory`",
  },
  {
    reasons: ["SidecarOOM"],
    hint: "Raise the sidecar's `computeResources.limits.memory`",
  },
  {
    reasons: ["InitContainerOOM"],
    hint: "Tekton's own containers ran out of memory: raise the limits that a LimitRange of the namespace sets",
  },
  {
    reasons: ["SidecarFailed", "InitContainerFailed"],
    hint: "See the log of that container with `kubectl logs`",
    retriable: true,
  },
  {
    reasons: ["PodEvicted", "ExceededResourceQuota", "ExceededNodeResources", "PodAdmissionFailed"],
    hint: "Make room in the cluster or in the namespace's quota, or lower the requests of the steps",
    retriable: true,
  },
  {
    reasons: ["TaskRunResultLargerThanAllowedLimit"],
    hint: "Results of a step hold 4096 bytes together: write the content into a Secret or ConfigMap and give its name as the result",
  },
  {
    reasons: ["MissingResult", "CouldntGetPipelineResult", "InvalidTaskResultReference"],
    hint: "Let the task write its result to $(results.<name>.path) on every way it can end",
  },
  {
    message: /missing values? for these params|param(?:eter)?s? .*(?:missing|not provided)/i,
    hint: "Give the parameter a value in the task's `paramValues`, or a default",
  },
  {
    reasons: ["ParameterMissing", "ParameterTypeMismatch", "ObjectParameterMissKeys", "InvalidParamValue"],
    hint: "Compare the parameter's declaration with the value in the task's `paramValues`",
  },
  {
    reasons: ["ParamArrayIndexingInvalid"],
    hint: "An index is beyond the end of a list parameter",
  },
  {
    reasons: ["InvalidWorkspaceBindings", "RequiredWorkspaceMarkedOptional"],
    hint: "Bind each workspace that the tasks need in the unit's `workspaces`",
  },
  {
    reasons: ["Cancelled", "TaskRunCancelled", "CancelledRunningFinally", "StoppedRunningFinally"],
    hint: "Somebody cancelled the run; the next update tries again",
    retriable: true,
  },
  {
    message: /^\[User error\]/,
    hint: "Correct the request: Tekton would refuse the same run again",
  },
  {
    reasons: [
      "PipelineValidationFailed",
      "PipelineInvalidGraph",
      "TaskRunValidationFailed",
      "TaskValidationFailed",
      "InvalidTaskRunSpecs",
      "InvalidMatrixParameterTypes",
      "InvalidPipelineResultReference",
      "CELEvaluationFailed",
    ],
    hint: "Check the request with `groundplan artifact validate`",
  },
  {
    reasons: ["StepFailed", "Failed", "Error"],
    hint: "See the end of the step's log",
    retriable: true,
  },
];

/** What to do, and whether another attempt makes sense. */
export interface FailureAdvice {
  readonly hint?: string;
  readonly retriable: boolean;
}

/** Advice for a reason and its message. Reasons that nothing is known about may go away by themselves. */
export function failureAdvice(reason: string, message: string): FailureAdvice {
  for (const row of HINTS) {
    if (row.reasons?.includes(reason) === false) continue;
    const match = row.message === undefined ? [] : row.message.exec(message);
    if (match === null) continue;
    const hint = row.hint.replace(/\$([1-9])/g, (whole, group: string) => match[Number(group)] ?? whole);
    return { hint, retriable: (row.retriable ?? false) && !message.startsWith("[User error]") };
  }
  return { retriable: !message.startsWith("[User error]") };
}
