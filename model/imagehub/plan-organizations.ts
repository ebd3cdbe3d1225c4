import type { Problem } from "../shared/problem.js";
import type { CatalogueOptions, PlannedOrganization } from "./catalogue-types.js";
import { fieldPath, type Declaration } from "./declarations.js";
import { nameClashes } from "./name-clashes.js";
import type { OrganizationSpec } from "./schemas.js";
import { accountFault } from "./value-rules.js";

/** Organizations, and what is wrong. */
export interface PlannedOrganizations {
  readonly planned: readonly PlannedOrganization[];
  readonly problems: readonly Problem[];
}

/**
 * Completes each declared organization, and derives those that only their members mention.
 * @param members Repositories and images.
 */
export function planOrganizations(
  declared: readonly Declaration<OrganizationSpec>[],
  members: readonly { readonly organization: string; readonly path: string }[],
  options: CatalogueOptions,
): PlannedOrganizations {
  const uses = declared.map((declaration) => ({
    name: declaration.spec.name,
    objectName: declaration.spec.name,
    path: fieldPath(declaration, "name"),
  }));
  const planned = declared.map((declaration) => planOrganization(declaration, options));
  const names = new Set(planned.map(({ name }) => name));
  const derived = new Map<string, PlannedOrganization>();
  for (const { organization, path } of members) {
    if (names.has(organization) || derived.has(organization)) continue;
    const declaration = { spec: { name: organization }, path, specPath: path };
    derived.set(organization, { ...planOrganization(declaration, options), derived: true });
  }
  return {
    planned: [...planned, ...[...derived.keys()].sort().flatMap((name) => derived.get(name) ?? [])],
    problems: [...nameClashes("organization", uses), ...creatorProblems(options)],
  };
}

/** Managers as the admission webhook would leave them, so that nothing changes when there is one. */
function planOrganization(
  { spec, path, manifest }: Declaration<OrganizationSpec>,
  options: CatalogueOptions,
): PlannedOrganization {
  const creator = spec.creator ?? options.creator;
  return {
    name: spec.name,
    ...(creator === undefined ? {} : { creator }),
    managers: [...new Set([...(spec.managers ?? []), ...(creator === undefined ? [] : [creator])])],
    derived: false,
    path,
    labels: manifest?.labels ?? {},
    annotations: manifest?.annotations ?? {},
  };
}

function creatorProblems({ creator, path = "imagehub" }: CatalogueOptions): readonly Problem[] {
  const reason = creator === undefined ? undefined : accountFault(creator);
  return reason === undefined ? [] : [{ path: `${path}.creator`, reason }];
}
