import type { PlannedCatalogue, PlannedOrganization } from "../../model/imagehub/catalogue-types.js";
import { API_VERSION, KINDS } from "../../model/imagehub/constants.js";
import { organizationAccess } from "../../model/imagehub/objects.js";
import type { GuardedObject } from "../../providers/kubernetes/object-guard.js";

const RBAC = "rbac.authorization.k8s.io/v1";

/** What an Organization component declares. */
export function guardedOrganization(
  organization: Pick<PlannedOrganization, "name" | "managers">,
): GuardedObject[] {
  const { role, binding } = organizationAccess(organization);
  return [
    catalogueObject(KINDS.organization, organization.name),
    { apiVersion: RBAC, kind: "ClusterRole", name: role.metadata.name },
    { apiVersion: RBAC, kind: "ClusterRoleBinding", name: binding.metadata.name },
  ];
}

/** What a Repository component declares. */
export function guardedRepository(objectName: string): GuardedObject[] {
  return [catalogueObject(KINDS.repository, objectName)];
}

/** What an Image component declares. */
export function guardedImage(objectName: string): GuardedObject[] {
  return [catalogueObject(KINDS.image, objectName)];
}

/** Everything that a catalogue declares, but for data packs, which are shared and look after themselves. */
export function guardedCatalogue(catalogue: PlannedCatalogue): GuardedObject[] {
  return [
    ...catalogue.organizations.flatMap(guardedOrganization),
    ...catalogue.repositories.flatMap(({ objectName }) => guardedRepository(objectName)),
    ...catalogue.images.flatMap(({ objectName }) => guardedImage(objectName)),
  ];
}

function catalogueObject(kind: string, name: string): GuardedObject {
  return { apiVersion: API_VERSION, kind, name };
}
