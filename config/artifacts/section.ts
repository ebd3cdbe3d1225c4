import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { setCommand } from "../commands.js";
import type { LateValue } from "../references/scan.js";
import type { Section, SectionContext } from "../section.js";
import { undeclaredTarget } from "../target-names.js";
import { circleOfRefs, sharedIds, sharedNames, type Named } from "./among.js";
import { artifactItems } from "./items.js";
import { LATE, VERBATIM } from "./late-fields.js";
import { checkLease, type Borrowable, type DeclaredLease } from "./leases.js";
import { checkMembers, objectId, wordId, type Members } from "./members.js";
import { checkPool, type DeclaredPool } from "./pools.js";
import { checkResource, type DeclaredResource } from "./resources.js";
import {
  accountSchema,
  artifactsSchema,
  artifactsSecrets,
  leaseSchema,
  poolSchema,
  resourceSchema,
  secretSchema,
  type AccountMember,
  type ArtifactsSection,
  type SecretMember,
} from "./schema.js";
import { secretProblems } from "./secrets.js";

/** The artifacts of a stack, each group by id. */
export interface ArtifactsSettings {
  /** Default `<project>/<stack>`. */
  readonly team: string | undefined;
  readonly admin: boolean;
  readonly pools: Readonly<Record<string, DeclaredPool>>;
  readonly leases: Readonly<Record<string, DeclaredLease>>;
  readonly accounts: Readonly<Record<string, AccountMember>>;
  readonly secrets: Readonly<Record<string, SecretMember>>;
  readonly resources: Readonly<Record<string, DeclaredResource>>;
}

/** `groundplan:artifacts`: warm pools that pipelines build and clean, and what is borrowed of them. */
export const artifacts: Section<ArtifactsSection, ArtifactsSettings> = {
  key: "artifacts",
  schema: artifactsSchema,
  secrets: artifactsSecrets,
  sort: "system",
  late: LATE,
  verbatim: VERBATIM,
  finish: (section, context) => {
    const shared = sharedIds(section);
    const problems: Problem[] = [...shared];
    const pools = checkMembers("pools", section.pools, poolSchema, wordId);
    const resources = checkMembers("resources", section.resources, resourceSchema, objectId);
    const leases = checkMembers("leases", section.leases, leaseSchema, wordId);
    const accounts = checkMembers("accounts", section.accounts, accountSchema, objectId);
    const secrets = checkMembers("secrets", section.secrets, secretSchema, objectId);
    const groups = { pools, resources, leases, accounts, secrets };
    problems.push(...Object.values(groups).flatMap((group) => group.problems));
    for (const [name, group] of Object.entries({ pools, resources, accounts, secrets })) {
      problems.push(...surroundings(name, group, section, context));
    }
    problems.push(...secretProblems(accounts, secrets, context));

    const late: LateValue[] = [];
    const sound: { pools: Record<string, DeclaredPool>; resources: Record<string, DeclaredResource> } = {
      pools: {},
      resources: {},
    };
    for (const [number, [id, member]] of Object.entries(pools.sound).entries()) {
      const checked = checkPool(id, member, number, context);
      problems.push(...checked.problems);
      late.push(...checked.late);
      if (checked.pool !== undefined) sound.pools[id] = checked.pool;
    }
    for (const [id, member] of Object.entries(resources.sound)) {
      const checked = checkResource(id, member, context);
      problems.push(...checked.problems);
      sound.resources[id] = checked.resource;
    }
    const all = namedOnes(sound.pools, sound.resources);
    const circle = circleOfRefs(all);
    problems.push(...sharedNames(all), ...circle);

    const ids = [...pools.ids, ...resources.ids];
    const borrowable = borrowables(sound.pools, sound.resources);
    const soundLeases: Record<string, DeclaredLease> = {};
    for (const [id, member] of Object.entries(leases.sound)) {
      const checked = checkLease(id, member, ids, borrowable, context);
      problems.push(...checked.problems);
      if (checked.lease !== undefined) soundLeases[id] = checked.lease;
    }
    const settings: ArtifactsSettings = {
      team: section.team,
      admin: section.admin,
      ...sound,
      leases: soundLeases,
      accounts: accounts.sound,
      secrets: secrets.sound,
    };
    const items = artifactItems(settings, all);
    // Circles of these have been told; references are checked without them.
    const isOrdered = circle.length === 0 && shared.length === 0;
    const ordered = isOrdered ? items : items.map((item) => ({ ...item, after: [] }));
    return { settings, problems, late, items: ordered };
  },
};

/** What the rest of the stack file has to hold for the members of a group, and who may own them. */
function surroundings(
  group: string,
  { sound }: Members<{ readonly cluster: string; readonly owner?: string }>,
  { admin, team }: ArtifactsSection,
  context: SectionContext,
): readonly Problem[] {
  return Object.entries(sound).flatMap(([id, { cluster, owner }]) => {
    const at = ["artifacts", group, id];
    const problems = undeclaredTarget([...at, "cluster"], "clusters", cluster, context);
    if (owner === undefined || owner === team || admin) return problems;
    const path = formatPropertyPath([...at, "owner"]);
    const reason = `is "${owner}", and this stack acts as ${team ?? "<project>/<stack>"}; only administrators give things to others`;
    const fix = `${setCommand("artifacts.team", `'${owner}'`)}, or take the owner out`;
    return [...problems, { path, reason, fix }];
  });
}

function namedOnes(
  pools: Readonly<Record<string, DeclaredPool>>,
  resources: Readonly<Record<string, DeclaredResource>>,
): readonly Named[] {
  return [
    ...Object.entries(pools).map(([id, { cluster, namespace, definition }]): Named => {
      const { name, refs } = definition;
      return { group: "pools", id, cluster, namespace, name, refs };
    }),
    ...Object.entries(resources).map(([id, { cluster, namespace }]): Named => {
      return { group: "resources", id, cluster, namespace, name: id, refs: [] };
    }),
  ];
}

function borrowables(
  pools: Readonly<Record<string, DeclaredPool>>,
  resources: Readonly<Record<string, DeclaredResource>>,
): Readonly<Record<string, Borrowable>> {
  const all: Record<string, Borrowable> = {};
  for (const [id, { definition, publicResults }] of Object.entries(pools)) {
    all[id] = { results: definition.results, publicResults };
  }
  for (const [id, { provided, publicResults }] of Object.entries(resources)) {
    all[id] = { results: provided, publicResults };
  }
  return all;
}
