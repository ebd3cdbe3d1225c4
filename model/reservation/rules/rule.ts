import type { Problem } from "../../shared/problem.js";
import { pathBelow, type PropertyPath } from "../../shared/property-path.js";

/** Every rule of reservations, by the name that problems end with. */
export const RULES = {
  customer: "a customer's id is there",
  signature: "the customer has signed, with 64 bytes of hexadecimal digits",
  metadata: "metadata has at most 1024 bytes",
  pool: "explorers want a capacity pool",
  reference: "the reference to an old workload is empty for a new one",
  node: "a node is named; explorers want base58 of its key",
  signers: "signers have ids, each named once",
  quorum: "a quorum is not negative and no larger than the number of different signers",
  "delete-quorum": "something can end it: a delete quorum above 0, or an expiry",
  enumeration: "a number is one that its enumeration has",
  size: "sizes are above 0 and exist",
  flist: "a container has something to run",
  memory: "a container has at least 64 MiB of memory",
  cpu: "a container has at least one processor",
  environment: "variables have names without '=' and NUL, and are set once",
  cipher: "encrypted values are hexadecimal digits of a whole box",
  mount: "a mounted volume is named, has an absolute place of its own, and is on the same node",
  connection: "a container has one connection",
  network: "the network exists, and on this node",
  address: "an address is in the node's subnet, is none that the network uses itself, and is used once",
  receiver: "logs and figures go to redis addresses",
  "ssh-key": "an ssh key is one line without double quotes",
  "machine-name": "a machine's name has letters, digits, dashes and dots",
  machine: "a node has one machine a network",
  master: "a worker's masters are in the same network",
  "public-ip": "a public address exists and is used once",
  range: "a range is there and valid",
  subnet: "a node's subnet is in the network's range and overlaps no other",
  port: "a port is from 1 to 65535, and used once a node",
  key: "a WireGuard key is base64 of 32 bytes",
  peer: "a peer has a key, a subnet and ranges to be reached by",
  domain: "a domain has two labels or more",
  target: "a proxy has a target",
  addresses: "a subdomain has one address or more",
  expiry: "a reservation ends in the future, and is provisioned before it ends",
  json: "json and data_reservation say the same",
  "workload-id": "workload ids are used once",
  "network-name": "networks have names of their own",
  ignored: "nothing is declared that its back end leaves out",
} as const;
export type RuleName = keyof typeof RULES;

/** Who will keep the object; explorers are stricter in some and blind in other things. */
export type RuleBackend = "ledger" | "explorer";

/** What rules need to know besides the object. */
export interface RuleContext {
  readonly backend: RuleBackend;
  /** `declared`: nobody has signed yet. `signed`: it is about to be sent. */
  readonly stage: "declared" | "signed";
  /** Where the object stands, in front of every path. Default: at the top. */
  readonly path?: string;
}

/** Something to check and where it is. */
export interface Place {
  readonly path: string;
}

/** A place inside another. */
export function below(place: Place, ...steps: PropertyPath): Place {
  return { path: pathBelow(place.path, steps) };
}

/** An error that names its rule. */
export function fault(place: Place, rule: RuleName, reason: string, fix?: string): Problem {
  return { path: place.path, reason: `${reason} (${rule})`, ...(fix === undefined ? {} : { fix }) };
}

/** {@link fault} for something that does not stop the operation. */
export function warning(place: Place, rule: RuleName, reason: string, fix?: string): Problem {
  return { ...fault(place, rule, reason, fix), severity: "warning" };
}

/** A fault when a condition holds. */
export function faultWhen(
  condition: boolean,
  place: Place,
  rule: RuleName,
  reason: string,
  fix?: string,
): readonly Problem[] {
  return condition ? [fault(place, rule, reason, fix)] : [];
}

/** A fault when there is a reason. */
export function faultIf(
  place: Place,
  rule: RuleName,
  reason: string | undefined,
  fix?: string,
): readonly Problem[] {
  return reason === undefined ? [] : [fault(place, rule, reason, fix)];
}

/** What `tell` says of each item whose key an earlier item has. */
export function repeated<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  tell: (item: T, earlier: T) => Problem,
): readonly Problem[] {
  const first = new Map<string, T>();
  return items.flatMap((item) => {
    const earlier = first.get(keyOf(item));
    if (earlier !== undefined) return [tell(item, earlier)];
    first.set(keyOf(item), item);
    return [];
  });
}
