import type * as pulumi from "@pulumi/pulumi";
import type { ReservationArgs } from "./args.js";
import { Reservation } from "./reservation.js";
import { reservationSummary } from "./summary.js";
import { told } from "../told.js";

/** The reservations of a stack file, by name. */
export type ReservationsSettings = Readonly<Record<string, ReservationArgs>>;

/** Reservations that have been declared. */
export interface DeclaredReservations {
  readonly reservations: ReadonlyMap<string, Reservation>;
  /** For references of a stack file, by `<reservation>.<group>.<key>`, then by output. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, pulumi.Input<unknown>>>>>;
  /** What writes kubeconfigs, by the path of the file. */
  readonly kubeconfigFiles: Readonly<Record<string, pulumi.Resource>>;
  /** What a person wants to see, by name. */
  readonly summary: Readonly<Record<string, pulumi.Output<Readonly<Record<string, unknown>>>>>;
}

/** Declares reservations, each under its own name. */
export function declareReservations(settings: ReservationsSettings): DeclaredReservations {
  const reservations = new Map(
    Object.entries(settings).map(([name, args]) => [name, new Reservation(name, args)]),
  );
  const outputs: Record<string, Readonly<Record<string, pulumi.Input<unknown>>>> = {};
  for (const [name, args] of Object.entries(settings)) {
    Object.assign(outputs, endedOutputs(name, args), outputsOf(name, reservations.get(name)));
  }
  const summary = Object.fromEntries(
    [...reservations].map(([name, reservation]) => [name, reservationSummary(reservation)]),
  );
  const kubeconfigFiles = Object.fromEntries(
    [...reservations.values()].flatMap(({ workloads }) => Object.entries(workloads.kubeconfigFiles)),
  );
  return { reservations, outputs, kubeconfigFiles, summary };
}

/** Outputs of workloads by group, each as it stands where there is none. */
const OUTPUTS = {
  volumes: { workloadId: "", path: "" },
  zdbs: { workloadId: "", namespace: "", port: 0 },
  containers: { workloadId: "", ip: "", imageDigest: "" },
  kubernetes: { workloadId: "", ip: "", endpoint: "", nodeName: "", kubeconfig: "" },
  publicIps: { workloadId: "", ip: "" },
} as const;
type Group = keyof typeof OUTPUTS;
const GROUPS = Object.keys(OUTPUTS) as Group[];

/** Of a reservation that is over nothing is there, and what refers to it goes on without. */
function endedOutputs(name: string, args: ReservationArgs) {
  return Object.fromEntries(
    GROUPS.flatMap((group) =>
      Object.keys(args[group] ?? {}).map((key) => [[name, group, key].join("."), OUTPUTS[group]]),
    ),
  );
}

function outputsOf(name: string, reservation: Reservation | undefined) {
  const {
    volumes = {},
    zdbs = {},
    containers = {},
    kubernetes = {},
    publicIps = {},
  } = reservation?.workloads ?? {};
  const of = <T>(group: Group, members: Readonly<Record<string, T>>, values: (member: T) => object) =>
    Object.entries(members).map(([key, member]) => [[name, group, key].join("."), values(member)] as const);
  return Object.fromEntries([
    ...of("volumes", volumes, ({ workloadId, path }) => ({
      workloadId: told(workloadId, ""),
      path: told(path, ""),
    })),
    ...of("zdbs", zdbs, ({ workloadId, namespace, port }) => ({
      workloadId: told(workloadId, ""),
      namespace: told(namespace, ""),
      port: told(port, 0),
    })),
    ...of("containers", containers, ({ workloadId, ip, imageDigest }) => ({
      workloadId: told(workloadId, ""),
      ip: told(ip, ""),
      imageDigest: told(imageDigest, ""),
    })),
    ...of("kubernetes", kubernetes, ({ workloadId, ip, endpoint, nodeName, kubeconfig }) => ({
      workloadId: told(workloadId, ""),
      ip: told(ip, ""),
      endpoint: told(endpoint, ""),
      nodeName: told(nodeName, ""),
      kubeconfig: told(kubeconfig, ""),
    })),
    ...of("publicIps", publicIps, ({ workloadId, ip }) => ({
      workloadId: told(workloadId, ""),
      ip: told(ip, ""),
    })),
  ]);
}
