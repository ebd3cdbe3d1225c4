import { suggestion } from "../../model/shared/did-you-mean.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath, type PropertyPath } from "../../model/shared/property-path.js";
import { SIGNED_NAME } from "../../model/reservation/sign/request-file.js";
import { DECLARED_GROUPS, type DeclaredGroup } from "../../model/reservation/declared/reservation.js";
import { removeCommand, setCommand } from "../commands.js";
import type { SectionContext } from "../section.js";
import { undeclaredTarget } from "../target-names.js";
import type { DeclaredInStack } from "./schema.js";

const WORD = /^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/;
const NODE_GROUPS = ["volumes", "zdbs", "containers", "kubernetes", "publicIps"] as const;

/** Names that cannot be, and names of what is declared nowhere. */
export function surroundingProblems(
  name: string,
  declared: DeclaredInStack,
  context: SectionContext,
): readonly Problem[] {
  const at = ["reservations", name];
  return [
    ...nameProblems(at, name, declared),
    ...identityProblems(at, declared, context),
    ...endlessProblems(at, declared),
    ...nodeProblems(at, declared, context),
    ...memberProblems(at, declared),
    ...explorerProblems(at, declared, context),
  ];
}

function nameProblems(at: PropertyPath, name: string, declared: DeclaredInStack): readonly Problem[] {
  const groups = Object.keys(DECLARED_GROUPS) as DeclaredGroup[];
  const named = [
    { path: at, word: name },
    ...groups.flatMap((group) =>
      Object.keys(declared[group]).map((word) => ({ path: [...at, group, word], word })),
    ),
  ];
  return named.flatMap(({ path, word }) => {
    if (WORD.test(word) && SIGNED_NAME.test(word)) return [];
    const where = formatPropertyPath(path);
    const reason =
      "names are letters, digits, dashes and underscores, and begin and end with a letter or digit";
    return [{ path: where, reason, fix: removeCommand(where) }];
  });
}

function identityProblems(
  at: PropertyPath,
  { customer, sign }: DeclaredInStack,
  context: SectionContext,
): readonly Problem[] {
  if (customer === undefined && sign !== undefined) {
    const path = formatPropertyPath([...at, "customer"]);
    const reason = "is missing: what nobody orders needs no signatures";
    return [{ path, reason, fix: setCommand(path, "'<identity>'") }];
  }
  const named = [
    ...(customer === undefined ? [] : [{ path: [...at, "customer"], identity: customer }]),
    ...(["provision", "delete"] as const).flatMap((action) =>
      (sign?.[action]?.signers ?? []).map((identity, index) => ({
        path: [...at, "sign", action, "signers", index],
        identity,
      })),
    ),
  ];
  return named.flatMap(({ path, identity }) => undeclaredTarget(path, "identities", identity, context));
}

/** What nobody may delete has to end by itself. */
function endlessProblems(at: PropertyPath, { sign, expires }: DeclaredInStack): readonly Problem[] {
  if (sign?.delete?.quorum !== 0 || expires !== undefined) return [];
  const path = formatPropertyPath([...at, "sign", "delete", "quorum"]);
  const reason = "is 0, so that nobody can delete it, and the reservation has no end";
  return [{ path, reason, fix: setCommand(path, "1") }];
}

function nodeProblems(
  at: PropertyPath,
  declared: DeclaredInStack,
  context: SectionContext,
): readonly Problem[] {
  if (declared.explorer !== undefined) return [];
  const named = [
    ...NODE_GROUPS.flatMap((group) =>
      Object.entries<{ readonly node: string }>(declared[group]).map(([key, { node }]) => ({
        path: [...at, group, key, "node"],
        node,
      })),
    ),
    ...Object.entries(declared.networks).flatMap(([key, { nodes }]) =>
      Object.keys(nodes).map((node) => ({ path: [...at, "networks", key, "nodes"], node })),
    ),
  ];
  return named.flatMap(({ path, node }) => undeclaredTarget(path, "nodes", node, context));
}

function memberProblems(at: PropertyPath, declared: DeclaredInStack): readonly Problem[] {
  const { volumes, networks, publicIps, containers, kubernetes } = declared;
  const known = (path: PropertyPath, group: DeclaredGroup, members: object, key: string): Problem[] => {
    const keys = Object.keys(members);
    if (keys.includes(key)) return [];
    const where = formatPropertyPath([...at, ...path]);
    const reason = `there is no "${key}" in ${group} of this reservation${suggestion(key, keys)}`;
    return [{ path: where, reason, fix: setCommand(where) }];
  };
  return [
    ...Object.entries(containers).flatMap(([key, { volumes: mounts, network, ip }]) => [
      ...Object.keys(mounts).flatMap((volume) =>
        known(["containers", key, "volumes", volume], "volumes", volumes, volume),
      ),
      ...(network === undefined ? [] : known(["containers", key, "network"], "networks", networks, network)),
      ...pairProblems([...at, "containers", key], network, ip),
    ]),
    ...Object.entries(kubernetes).flatMap(([key, { network, publicIp }]) => [
      ...known(["kubernetes", key, "network"], "networks", networks, network),
      ...(publicIp === undefined
        ? []
        : known(["kubernetes", key, "publicIp"], "publicIps", publicIps, publicIp)),
    ]),
    ...Object.entries(publicIps).flatMap(([key, { target }]) =>
      target === undefined
        ? []
        : known(["publicIps", key, "target", "network"], "networks", networks, target.network),
    ),
  ];
}

/** An address is one in a network. */
function pairProblems(
  at: PropertyPath,
  network: string | undefined,
  ip: string | undefined,
): readonly Problem[] {
  if ((network === undefined) === (ip === undefined)) return [];
  const path = formatPropertyPath([...at, network === undefined ? "network" : "ip"]);
  const reason =
    network === undefined
      ? "is missing: the network of the address"
      : "is missing: the address in the network";
  return [{ path, reason, fix: setCommand(path) }];
}

function explorerProblems(
  at: PropertyPath,
  { explorer, pool, customer, allowPending }: DeclaredInStack,
  context: SectionContext,
): readonly Problem[] {
  const where = (...steps: string[]): string => formatPropertyPath([...at, ...steps]);
  if (explorer === undefined) {
    if (pool === undefined) return [];
    return [{ path: where("pool"), reason: "is for explorers alone", fix: removeCommand(where("pool")) }];
  }
  const needed = Object.entries({ pool, customer }).flatMap(([field, value]) =>
    value === undefined
      ? [
          {
            path: where(field),
            reason: "is missing; an explorer's workloads are ordered by an identity and paid by a pool",
            fix: setCommand(where(field)),
          },
        ]
      : [],
  );
  const path = where("allowPending");
  const reason = "is not possible with an explorer, which cannot hold workloads back";
  return [
    ...undeclaredTarget([...at, "explorer"], "explorers", explorer, context),
    ...needed,
    ...(allowPending ? [{ path, reason, fix: removeCommand(path) }] : []),
  ];
}
