import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { removeCommand } from "../commands.js";
import type { Identities } from "../identities.js";
import type { NameServers } from "../name-servers.js";
import type { Nodes } from "../nodes.js";
import type { LateField } from "../references/scan.js";
import type { Section, SectionContext } from "../section.js";
import { addressProblems } from "./address-problems.js";
import { backEndProblems } from "./back-ends.js";
import { peerProblems, secretProblems } from "./customer-problems.js";
import { domainProblems } from "./domain-problems.js";
import { gatewayItems } from "./items.js";
import { memberProblems } from "./member-problems.js";
import { portProblems } from "./port-problems.js";
import {
  gatewaysSchema,
  gatewaysSecrets,
  GROUPS,
  type DeclaredGateway,
  type GatewaysSection,
} from "./schema.js";
import { targetProblems } from "./target-problems.js";

/** The gateways of a stack, by name. */
export type GatewaysSettings = Readonly<Record<string, DeclaredGateway>>;

/** What the stack file has around its gateways; a section with faults, which have been told, is empty. */
export interface Surroundings {
  readonly nodes: Nodes;
  readonly nameServers: NameServers;
  readonly identities: Identities;
}

/** Values that decide neither names nor places. */
const LATE: readonly LateField[] = [
  { path: ["*", "proxies", "*", "addr"], form: "image" },
  { path: ["*", "subdomains", "*", "ips", "*"], form: "image" },
  { path: ["*", "fourToSix", "*", "publicKey"], form: "image" },
];

const WORD = /^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$/;

/** `groundplan:gateways`: domains that are forwarded, named and handed over, tunnels, and addresses of IPv6. */
export function gatewaysSection(around: Surroundings): Section<GatewaysSection, GatewaysSettings> {
  return {
    key: "gateways",
    schema: gatewaysSchema,
    secrets: gatewaysSecrets,
    sort: "system",
    late: LATE,
    finish: (section, context) => ({
      settings: section,
      problems: problemsOf(section, around, context),
      items: Object.entries(section).flatMap(([name, declared]) => gatewayItems(name, declared)),
    }),
  };
}

/** Rules between gateways are asked of what is otherwise sound: they would tell the same fault again in other words. */
function problemsOf(
  section: GatewaysSection,
  { nodes, nameServers, identities }: Surroundings,
  context: SectionContext,
): readonly Problem[] {
  const each = Object.entries(section).flatMap(([name, gateway]) => [
    ...nameProblems(name, gateway),
    ...backEndProblems(name, gateway),
    ...targetProblems(name, gateway, context),
    ...addressProblems(name, gateway, nodes),
    ...memberProblems(name, gateway),
    ...emptyProblems(name, gateway),
  ]);
  if (each.length > 0) return each;
  return [
    ...domainProblems(section, nameServers),
    ...portProblems(section, nodes, nameServers),
    ...peerProblems(section),
    ...secretProblems(section, identities, context),
  ];
}

function nameProblems(name: string, gateway: DeclaredGateway): readonly Problem[] {
  const named = [
    { path: ["gateways", name], word: name },
    ...GROUPS.flatMap((group) =>
      Object.keys(gateway[group]).map((word) => ({ path: ["gateways", name, group, word], word })),
    ),
  ];
  return named.flatMap(({ path, word }) => {
    if (WORD.test(word)) return [];
    const where = formatPropertyPath(path);
    const reason =
      "names are letters, digits, dashes and underscores, and begin and end with a letter or digit";
    return [{ path: where, reason, fix: removeCommand(where) }];
  });
}

function emptyProblems(name: string, gateway: DeclaredGateway): readonly Problem[] {
  const { router, dns, tunnels, sixNetwork } = gateway;
  const isSetUp = [router, dns, tunnels, sixNetwork].some((part) => part !== undefined);
  if (isSetUp || GROUPS.some((group) => Object.keys(gateway[group]).length > 0)) return [];
  return [
    {
      path: formatPropertyPath(["gateways", name]),
      reason: "does nothing: it declares nothing to forward, to name or to set up",
    },
  ];
}
