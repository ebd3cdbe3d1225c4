import * as pulumi from "@pulumi/pulumi";
import type { Reservation } from "./reservation.js";
import { told } from "../told.js";

type Summary = pulumi.Output<Readonly<Record<string, unknown>>>;
type Shown = Readonly<Record<string, pulumi.Input<unknown>>>;

/** What a person wants to see of a reservation: its state, who has yet to sign, and where its workloads are. */
export function reservationSummary({ document, workloads, expiry }: Reservation): Summary {
  if (expiry.state === "over")
    return pulumi.output("over").apply((state): Readonly<Record<string, unknown>> => ({ state }));
  const { networks, volumes, zdbs, containers, kubernetes, publicIps } = workloads;
  const groups: Readonly<Record<string, Shown>> = {
    networks: each(networks, ({ subnets }) => subnets),
    clients: each(networks, ({ configurations }) => configurations),
    volumes: each(volumes, ({ path }) => told(path, "(not known)")),
    zdbs: each(zdbs, ({ namespace }) => told(namespace, "(not known)")),
    containers: each(containers, ({ ip }) =>
      told(ip, "(not known)").apply((address) => (address === "" ? "(no network)" : address)),
    ),
    kubernetes: each(kubernetes, ({ endpoint }) => told(endpoint, "(not known)")),
    publicIps: each(publicIps, ({ ip }) => told(ip, "(not known)")),
  };
  const shown = Object.entries(groups).filter(([group, members]) =>
    group === "clients"
      ? Object.values(networks).some(({ configurations }) => Object.keys(configurations).length > 0)
      : Object.keys(members).length > 0,
  );
  return pulumi
    .all([document === undefined ? {} : documentSummary(document), pulumi.output(Object.fromEntries(shown))])
    .apply(([state, members]): Readonly<Record<string, unknown>> => ({ ...state, ...members }));
}

function documentSummary({
  nextAction,
  missing,
}: NonNullable<Reservation["document"]>): pulumi.Output<Readonly<Record<string, unknown>>> {
  return pulumi
    .all([told(nextAction, "(not known)"), told(missing, [])])
    .apply(([state, lacking]): Readonly<Record<string, unknown>> =>
      lacking.length === 0 ? { state } : { state, missing: lacking },
    );
}

function each<T>(members: Readonly<Record<string, T>>, show: (member: T) => pulumi.Input<unknown>): Shown {
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, show(member)]));
}
