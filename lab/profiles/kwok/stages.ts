import { stringify } from "yaml";

/** One step in the life of an object that kwok pretends: which objects it concerns, and what becomes of them. */
interface Stage {
  readonly name: string;
  readonly kind: "Node" | "Pod";
  readonly when: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
  /** A Go template of the new status, or removal. */
  readonly next:
    | { readonly statusTemplate: string }
    | { readonly finalizers: { readonly empty: true }; readonly delete: true };
}

const ALIVE = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };

const NODE_STATUS = `
capacity: &room {cpu: "64", memory: 256Gi, pods: "10000"}
allocatable: *room
addresses:
- {type: InternalIP, address: {{ NodeIP | Quote }}}
- {type: Hostname, address: {{ .metadata.name | Quote }}}
conditions:
{{ $now := Now }}
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
`;

const POD_RUNS = `
{{ $now := Now }}
phase: Running
startTime: {{ $now | Quote }}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName (or .spec.hostNetwork false) (or .metadata.uid "") (or .metadata.name "") (or .metadata.namespace "") | Quote }}
conditions:
- {type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }}}
- {type: Ready, status: "True", lastTransitionTime: {{ $now | Quote }}}
- {type: ContainersReady, status: "True", lastTransitionTime: {{ $now | Quote }}}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  state: {running: {startedAt: {{ $now | Quote }}}}
{{ end }}
`;

const POD_SUCCEEDS = `
{{ $now := Now }}
phase: Succeeded
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: false
  restartCount: 0
  state: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}
{{ end }}
`;

const STAGES: readonly Stage[] = [
  {
    name: "node-is-ready",
    kind: "Node",
    when: [
      {
        key: '.status.conditions.[] | select(.type == "Ready") | .status',
        operator: "NotIn",
        values: ["True"],
      },
    ],
    next: { statusTemplate: NODE_STATUS },
  },
  {
    name: "pod-runs",
    kind: "Pod",
    when: [ALIVE, { key: ".status.podIP", operator: "DoesNotExist" }],
    next: { statusTemplate: POD_RUNS },
  },
  {
    name: "pod-of-a-job-succeeds",
    kind: "Pod",
    when: [
      ALIVE,
      { key: ".status.phase", operator: "In", values: ["Running"] },
      { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] },
    ],
    next: { statusTemplate: POD_SUCCEEDS },
  },
  {
    name: "pod-is-gone",
    kind: "Pod",
    when: [{ key: ".metadata.deletionTimestamp", operator: "Exists" }],
    next: { finalizers: { empty: true }, delete: true },
  },
];

/** Text of kwok's configuration: everything succeeds at once. */
export function kwokConfig(): string {
  return STAGES.map(({ name, kind, when, next }) =>
    stringify({
      apiVersion: "kwok.x-k8s.io/v1alpha1",
      kind: "Stage",
      metadata: { name },
      spec: { resourceRef: { apiGroup: "v1", kind }, selector: { matchExpressions: when }, next },
    }),
  ).join("---\n");
}
