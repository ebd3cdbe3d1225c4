import { keyed } from "./keyed.js";
import { documentId } from "./document-id.js";
import { memberDigests } from "./members.js";
import { memberName, placesOf, type DeclaredPlace } from "./places.js";
import { workloadData, type Surrounding } from "./workload-data.js";
import type { DeclaredReservation } from "../declared/reservation.js";
import { dataSchema, type Data } from "../types/data.js";
import { reservationSchema, type Reservation } from "../types/reservation.js";
import { documentJson } from "../wire/document.js";

/** The last second of the year 9999: when a reservation ends that never ends. */
export const NEVER = 253_402_300_799;

/** What a document is made from besides what is declared. */
export interface DocumentSituation extends Surrounding {
  /** `<installation>/<project>/<stack>`. */
  readonly stack: string;
  readonly name: string;
  /** Ids of users by the names of their identities. */
  readonly users: Readonly<Record<string, string>>;
}

/** A reservation as the document that is signed and kept. */
export interface ReservationDocument {
  /** Without signatures. */
  readonly reservation: Reservation;
  /** Digest of each member by its name: `containers/web`. */
  readonly digests: Readonly<Record<string, string>>;
  /** Names of all nodes in it, in their order. */
  readonly nodes: readonly string[];
}

/**
 * The document of a declared reservation. Secrets are not in it, only the names of secret variables; keys of networks
 * are made on the nodes and are empty. The same declaration always gives the same document.
 */
export function documentOf(declared: DeclaredReservation, situation: DocumentSituation): ReservationDocument {
  const places = placesOf(declared);
  const data = dataOf(declared, places, situation);
  const customer = declared.customer === undefined ? undefined : situation.users[declared.customer];
  const reservation: Reservation = {
    ...reservationSchema.parse({
      id: documentId(situation.stack, situation.name),
      customerTid: customer ?? "0",
      json: documentJson(data),
    }),
    dataReservation: data,
  };
  const digests = new Map(
    memberDigests(data).map(({ list, index, digest }) => [`${list}/${String(index)}`, digest]),
  );
  return {
    reservation,
    digests: keyed(places, memberName, ({ group, index }) => digests.get(`${group}/${String(index)}`) ?? ""),
    nodes: nodesOf(declared),
  };
}

/** Names of all nodes of a reservation, in their order. */
export function nodesOf(declared: DeclaredReservation): readonly string[] {
  const { networks, volumes, zdbs, containers, kubernetes, publicIps } = declared;
  const workloads = [volumes, zdbs, containers, kubernetes, publicIps].flatMap((group) =>
    Object.values<{ readonly node: string }>(group).map(({ node }) => node),
  );
  const networked = Object.values(networks).flatMap(({ nodes }) => Object.keys(nodes));
  return [...new Set([...workloads, ...networked])].sort();
}

/** When a reservation ends, in unix seconds. */
export function endOf({ expires }: Pick<DeclaredReservation, "expires">): number {
  return expires === undefined ? NEVER : seconds(expires);
}

function dataOf(
  declared: DeclaredReservation,
  places: readonly DeclaredPlace[],
  situation: DocumentSituation,
): Data {
  const { customer, sign, description } = declared;
  const { provision, delete: deletion } = sign ?? {};
  const tidOf = (name: string): string => situation.users[name] ?? "0";
  const customers = customer === undefined ? [] : [customer];
  const deleters = deletion ?? { signers: customers, quorum: customers.length };
  const ends = endOf(declared);
  return {
    ...dataSchema.parse({
      description,
      signingRequestProvision: {
        signers: (provision?.signers ?? []).map(tidOf),
        quorumMin: provision?.quorum ?? 0,
      },
      signingRequestDelete: { signers: deleters.signers.map(tidOf), quorumMin: deleters.quorum },
      expirationReservation: ends,
      expirationProvisioning:
        provision?.until === undefined ? ends : Math.min(ends, seconds(provision.until)),
    }),
    ...workloadData(declared, places, situation),
  };
}

function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}
