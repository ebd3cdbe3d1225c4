import { createHash } from "node:crypto";
import { ARTIFACT_ANNOTATIONS, ARTIFACT_LABELS, poolName, slotName } from "../../model/artifact/names.js";
import type { SubjectArgs } from "./args.js";
import type { PlainObject } from "./owned-objects.js";

/** Whom a role is for, and what it lets them use. */
export interface Borrower {
  readonly artifact: string;
  readonly namespace: string;
  /** Most instances of the pool. */
  readonly total: number;
  readonly team: string;
  readonly subjects: readonly SubjectArgs[];
}

const RBAC = "rbac.authorization.k8s.io";
const TEAM_DIGITS = 10;

/**
 * The Role and RoleBinding that let somebody borrow: they read the pool, and read and change the records of its
 * instances, each by its name. Nothing can be listed, and nothing else in the namespace be seen.
 */
export function borrowerRole({
  artifact,
  namespace,
  total,
  team,
  subjects,
}: Borrower): readonly PlainObject[] {
  const digits = createHash("sha256").update(team).digest("hex").slice(0, TEAM_DIGITS);
  const metadata = {
    name: `borrow-${artifact}-${digits}`,
    namespace,
    labels: { [ARTIFACT_LABELS.artifact]: artifact },
    annotations: { [ARTIFACT_ANNOTATIONS.team]: team },
  };
  const slots = Array.from({ length: total }, (_, slot) => slotName(artifact, slot));
  const rule = (resource: string, resourceNames: readonly string[], verbs: readonly string[]) => ({
    apiGroups: [""],
    resources: [resource],
    resourceNames,
    verbs,
  });
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: "Role",
      metadata,
      rules: [
        rule("configmaps", [poolName(artifact)], ["get"]),
        // A rule without names would be one for all Secrets.
        ...(total === 0 ? [] : [rule("secrets", slots, ["get", "update"])]),
      ],
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: RBAC, kind: "Role", name: metadata.name },
      subjects: subjects.map((subject) => subjectOf(subject, namespace)),
    },
  ];
}

function subjectOf({ kind, name, namespace }: SubjectArgs, own: string): Readonly<Record<string, string>> {
  return kind === "ServiceAccount"
    ? { kind, name, namespace: namespace ?? own }
    : { kind, name, apiGroup: RBAC };
}
