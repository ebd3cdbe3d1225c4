import * as pulumi from "@pulumi/pulumi";
import type { DeclaredReservation } from "../../model/reservation/declared/reservation.js";
import {
  documentOf,
  nodesOf,
  type DocumentSituation,
  type ReservationDocument as Document,
} from "../../model/reservation/document/document-of.js";
import { reservationSchema } from "../../model/reservation/types/reservation.js";
import { classic } from "../../model/reservation/wire/codec.js";
import type { ReservationArgs } from "./args.js";
import { expiryOf, type Expiry } from "./expiry.js";
import { networkName } from "./names.js";
import { soundPlan } from "./network-plan.js";
import { plainReservation, signedReservation } from "./plain.js";
import { ReservationDocument } from "./reservation-document.js";
import { explorerUrl } from "./explorer-url.js";
import { stackName } from "./stack-name.js";
import { userIds } from "./user-ids.js";
import { declareWorkloads, networkArgs, NO_WORKLOADS, type ReservedWorkloads } from "./workloads.js";

/**
 * Workloads on Linux nodes that are ordered, agreed to and ended together. The document comes first: below its quorum
 * nothing else is touched.
 *
 * @example
 * const web = new Reservation("web", {
 *   customer: "alice",
 *   sign: { provision: { signers: ["alice", "bob", "carol"], quorum: 2 } },
 *   volumes: { data: { node: "node1", size: 1 } },
 *   containers: { front: { node: "node1", image: "docker.io/library/nginx:1.27", volumes: { data: "/data" } } },
 * });
 */
export class Reservation extends pulumi.ComponentResource {
  /** Undefined once the reservation is over. */
  readonly document: ReservationDocument | undefined;
  /** By group and key; none once the reservation is over. */
  readonly workloads: ReservedWorkloads;
  readonly expiry: Expiry;

  constructor(name: string, args: ReservationArgs, opts?: pulumi.ComponentResourceOptions) {
    const plain = plainReservation(name, args);
    super("groundplan:reservation:Reservation", name, {}, opts);
    this.expiry = expiryOf(name, plain, args.now ?? Date.now());
    if (this.expiry.warning !== undefined) void pulumi.log.warn(this.expiry.warning, this);
    if (this.expiry.state === "over") {
      this.workloads = NO_WORKLOADS;
      this.document = undefined;
      this.registerOutputs({});
      return;
    }
    const { explorer } = args;
    const document = documentFor(name, plain, args);
    const keeper = explorer === undefined ? { nodes: nodesOf(plain) } : { backend: explorerUrl(explorer) };
    const inputs = { ...inputsOf(name, plain, document), ...keeper };
    this.document = new ReservationDocument(`${name}-document`, inputs, { parent: this });
    this.workloads = declareWorkloads(name, plain, args, {
      parent: this,
      dependsOn: this.document,
      // An explorer's workloads stand alone.
      memberOf: (member) =>
        explorer === undefined
          ? document.apply(({ reservation: { id }, digests }) => ({ id, member: digests[member] ?? "" }))
          : undefined,
    });
    this.registerOutputs({});
  }
}

function documentFor(
  name: string,
  plain: DeclaredReservation,
  args: ReservationArgs,
): pulumi.Output<Document> {
  const stack = stackName();
  const users = userIds([...identitiesOf(plain)]);
  const secretNames = Object.fromEntries(
    Object.entries(args.containers ?? {}).map(([key, { secretEnvironment = {} }]) => [
      key,
      Object.keys(secretEnvironment),
    ]),
  );
  const partsOf: DocumentSituation["partsOf"] = (key, network) => {
    const called = networkName(name, key);
    const { nodes } = soundPlan(called, `${stack}/${called}`, networkArgs(network, args));
    return Object.fromEntries(
      nodes.map(({ nodeId, subnet, listenPort }) => [nodeId, { subnet, listenPort }]),
    );
  };
  return signedReservation(plain, args).apply((declared) =>
    documentOf(declared, { stack, name, users, secretNames, partsOf, pool: args.pool }),
  );
}

type DocumentInputs = ConstructorParameters<typeof ReservationDocument>[1];

function inputsOf(
  name: string,
  plain: DeclaredReservation,
  document: pulumi.Output<Document>,
): DocumentInputs {
  const { customer, allowPending, onUnreachable } = plain;
  return {
    name,
    document: document.apply(({ reservation }) =>
      JSON.stringify(classic.encode(reservationSchema, reservation, "empty")),
    ),
    signers: [...identitiesOf(plain)],
    ...{ customer, allowPending, onUnreachable },
  };
}

function identitiesOf({ customer, sign }: DeclaredReservation): ReadonlySet<string> {
  const others = [sign?.provision.signers ?? [], sign?.delete?.signers ?? []].flat();
  return new Set([...(customer === undefined ? [] : [customer]), ...others]);
}
