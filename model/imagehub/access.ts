import { CONTROLLER_NAMESPACE, USER_NAMESPACE } from "./constants.js";
import { parseImageName, parseRepositoryName } from "./image-name.js";

/** What a registry lets an account do with a repository. */
export type RegistryAction = "pull" | "push";

/** What is known of a repository when somebody asks for it. */
export interface RegistryAccessRequest {
  /** Service account name; empty for somebody without credentials. */
  readonly account: string;
  /** `organization/repository`. */
  readonly repository: string;
  /** Managers of the organization; undefined when there is no such organization. */
  readonly managers: readonly string[] | undefined;
  /** Whether the repository is private; undefined when there is no such repository. */
  readonly isPrivate: boolean | undefined;
}

/**
 * What the registry's token service of the catalogue grants: everything to managers, also before a repository
 * exists; pulling public repositories to anybody; nothing else. An illegal name gets nothing.
 */
export function registryAccess(request: RegistryAccessRequest): readonly RegistryAction[] {
  const { account, managers, isPrivate } = request;
  if (managers === undefined || !parseRepositoryName(request.repository).ok) return [];
  if (account !== "" && managers.includes(account)) return ["pull", "push"];
  return isPrivate === false ? ["pull"] : [];
}

/** A write to an Image or Repository, as the admission webhook of the catalogue sees it. */
export interface AdmissionRequest {
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  /** `spec.name`: an image's or a repository's. For a deletion that of the stored object. */
  readonly name: string;
  /** `spec.name` of the stored object; only for an update. */
  readonly oldName?: string;
  readonly user: string;
  readonly groups: readonly string[];
  /** Managers of an organization; undefined when there is no such organization. */
  managersOf(organization: string): readonly string[] | undefined;
  /** Default `user-system`. */
  readonly userNamespace?: string;
  /** Default `imagehub-system`. */
  readonly controllerNamespace?: string;
}

export type AdmissionDecision =
  { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/**
 * Decides as the catalogue's admission webhook does. Names never change; cluster administrators, kube-system (for
 * the garbage collector) and the controller may write everything; users only what is in their organizations.
 */
export function admit(request: AdmissionRequest): AdmissionDecision {
  const { operation, name, oldName, groups } = request;
  if (operation === "UPDATE" && oldName !== undefined && oldName !== name) {
    return { allowed: false, reason: `spec.name cannot be changed from "${oldName}" to "${name}"` };
  }
  const organization = organizationOf(name);
  if (organization === undefined) return { allowed: false, reason: `spec.name "${name}" is illegal` };

  const users = serviceAccounts(request.userNamespace ?? USER_NAMESPACE);
  const always = [
    "system:masters",
    serviceAccounts("kube-system"),
    serviceAccounts(request.controllerNamespace ?? CONTROLLER_NAMESPACE),
  ];
  for (const group of groups) {
    if (always.includes(group)) return { allowed: true };
    if (group === users && isManager(request, organization)) return { allowed: true };
  }
  return { allowed: false, reason: `"${request.user}" is no manager of the organization "${organization}"` };
}

function isManager(request: AdmissionRequest, organization: string): boolean {
  const prefix = `system:serviceaccount:${request.userNamespace ?? USER_NAMESPACE}:`;
  const account = request.user.startsWith(prefix) ? request.user.slice(prefix.length) : request.user;
  return request.managersOf(organization)?.includes(account) ?? false;
}

function serviceAccounts(namespace: string): string {
  return `system:serviceaccounts:${namespace}`;
}

function organizationOf(name: string): string | undefined {
  const image = parseImageName(name, { tagEncoding: "escape" });
  if (image.ok) return image.image.organization;
  const repository = parseRepositoryName(name);
  return repository.ok ? repository.repository.organization : undefined;
}
