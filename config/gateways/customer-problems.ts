import { secretProblem } from "../../model/gateway/tunnel/secret.js";
import { isObject } from "../../model/shared/json.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { setCommand, setSecretCommand } from "../commands.js";
import type { Identities } from "../identities.js";
import { unknownKey } from "../issues.js";
import { SEALED } from "../raw-stack.js";
import { isStandIn } from "../references/scan.js";
import type { SectionContext } from "../section.js";
import { valueAt } from "../value-at.js";
import { membersOf, onlyOnce, routePlace } from "./placed.js";
import type { GatewaysSection } from "./schema.js";

const KEY = "gatewaysSecrets";

/** Secrets that are missing, too short, or another customer's, and secrets of what the stack does not declare. */
export function secretProblems(
  section: GatewaysSection,
  identities: Identities,
  { secrets, secretsSealed }: SectionContext,
): readonly Problem[] {
  if (secretsSealed) return [];
  const strays = (steps: readonly string[], known: readonly string[]): readonly Problem[] => {
    const found = valueAt(secrets, steps);
    const keys = isObject(found) ? Object.keys(found) : [];
    return keys.filter((key) => !known.includes(key)).map((key) => unknownKey([KEY, ...steps, key], known));
  };
  const wanted = membersOf(section, "reverseProxies").flatMap(({ name, key, gateway: { customer = "" } }) => {
    const steps = [name, "reverseProxies", key, "secret"];
    const path = formatPropertyPath([KEY, ...steps]);
    const secret = valueAt(secrets, steps);
    const missing = secret === undefined ? "is missing: what the tunnel's key follows from" : undefined;
    // Nothing can be said of a secret that is still encrypted.
    const isReadable = typeof secret === "string" && secret !== SEALED;
    const fault = isReadable ? secretProblem(secret, identities[customer]?.tid) : undefined;
    const reason = missing ?? fault;
    return reason === undefined ? [] : [{ path, reason, fix: setSecretCommand(path) }];
  });
  return [
    ...strays([], Object.keys(section)),
    ...Object.entries(section).flatMap(([name, { reverseProxies }]) =>
      strays([name, "reverseProxies"], Object.keys(reverseProxies)),
    ),
    ...wanted,
  ];
}

/** Keys that two peers of a gateway have, and peers that would get the same address. */
export function peerProblems(section: GatewaysSection): readonly Problem[] {
  const peers = membersOf(section, "fourToSix").map(({ path, gateway, member }) => ({
    path,
    place: routePlace(gateway),
    customer: member.customer ?? gateway.customer,
    publicKey: member.publicKey,
  }));
  const keys = peers
    .filter(({ publicKey }) => !isStandIn(publicKey))
    .map(({ path, place, publicKey }) => ({ path: [...path, "publicKey"], place, what: publicKey }));
  const users = peers.flatMap(({ path, place, customer }) =>
    customer === undefined ? [] : [{ path: [...path, "customer"], place, what: customer }],
  );
  return [
    ...onlyOnce(keys, (first) => `is the key of ${first} too`),
    ...onlyOnce(
      users,
      (first, { what }) =>
        `has the address of ${first}: at a gateway a customer has one, and "${what}" has it already`,
    ).map(({ path, reason }) => ({ path, reason, fix: setCommand(path, "'<identity>'") })),
  ];
}
