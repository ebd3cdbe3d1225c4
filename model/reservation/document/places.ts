import type { PropertyPath } from "../../shared/property-path.js";
import { DECLARED_GROUPS, type DeclaredGroup, type DeclaredReservation } from "../declared/reservation.js";

/** Something of a declared reservation, and its number in the document. */
export interface DeclaredPlace {
  readonly group: DeclaredGroup;
  readonly key: string;
  /** Decimal, from 1 on. */
  readonly workloadId: string;
  /** Position in its list of the document. */
  readonly index: number;
}

/** Everything that a reservation declares, numbered group by group and by keys in their order. */
export function placesOf(declared: DeclaredReservation): readonly DeclaredPlace[] {
  const groups = Object.keys(DECLARED_GROUPS) as DeclaredGroup[];
  return groups
    .flatMap((group) =>
      Object.keys(declared[group])
        .sort()
        .map((key, index) => ({ group, key, index })),
    )
    .map((place, number) => ({ ...place, workloadId: String(number + 1) }));
}

/** How members are named: `containers/web`. */
export function memberName({ group, key }: Pick<DeclaredPlace, "group" | "key">): string {
  return `${group}/${key}`;
}

/** Where in the settings of a group's member a field of the document is from; the first that fits counts. */
const FIELDS: Readonly<Record<DeclaredGroup, readonly (readonly [RegExp, PropertyPath])[]>> = {
  networks: [
    [/^\.networkResources\[\d+\]\.wireguardListenPort/, ["nodes"]],
    [/^\.networkResources/, ["nodes"]],
    [/^\.name/, []],
    [/^\.iprange/, ["range"]],
  ],
  volumes: [
    [/^\.size/, ["size"]],
    [/^\.type/, ["type"]],
  ],
  zdbs: [
    [/^\.(size|mode|diskType)/, []],
    [/^\.password/, []],
  ],
  containers: [
    [/^\.flist/, ["image"]],
    [/^\.networkConnection\[\d+\]\.ipaddress/, ["ip"]],
    [/^\.networkConnection/, ["network"]],
    [/^\.capacity\.cpu/, ["cpu"]],
    [/^\.capacity\.memory/, ["memory"]],
    [/^\.capacity\.diskSize/, ["diskSize"]],
    [/^\.environment/, ["environment"]],
    [/^\.secretEnvironment/, ["environment"]],
    [/^\.volumes/, ["volumes"]],
    [/^\.logs/, ["logs"]],
    [/^\.statsAggregator/, ["statsAggregator"]],
  ],
  kubernetes: [
    [/^\.size/, ["size"]],
    [/^\.customSize/, ["customSize"]],
    [/^\.networkId/, ["network"]],
    [/^\.ipaddress/, ["ip"]],
    [/^\.masterIps/, ["masterIps"]],
    [/^\.sshKeys/, ["sshKeys"]],
    [/^\.publicIp/, ["publicIp"]],
  ],
  publicIps: [[/^\.ipaddress/, ["address"]]],
};

/**
 * Where in a declared reservation something of its document is from, for what the rules of documents say.
 *
 * @param path in the internal model: `dataReservation.containers[0].capacity.memory`
 * @returns `["containers", "web", "memory"]`; empty for the reservation as a whole
 */
export function declaredPath(path: string, places: readonly DeclaredPlace[]): PropertyPath {
  const [, list = "", number = "", rest = ""] = /^dataReservation\.(\w+)\[(\d+)\](.*)$/.exec(path) ?? [];
  const place = places.find(({ group, index }) => group === list && String(index) === number);
  if (place === undefined) return headPath(path);
  const [, field = []] = FIELDS[place.group].find(([pattern]) => pattern.test(rest)) ?? [];
  const generic = /^\.(node|description)/.exec(rest)?.[1];
  return [place.group, place.key, ...(generic === undefined ? field : [generic])];
}

function headPath(path: string): PropertyPath {
  if (path.startsWith("dataReservation.signingRequestProvision")) return ["sign", "provision"];
  if (path.startsWith("dataReservation.signingRequestDelete")) return ["sign", "delete"];
  if (path.startsWith("dataReservation.expirationReservation")) return ["expires"];
  if (path.startsWith("dataReservation.expirationProvisioning")) return ["sign", "provision", "until"];
  return [];
}
