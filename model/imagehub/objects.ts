import type { JsonObject } from "../shared/json.js";
import type {
  PlannedDataPack,
  PlannedImage,
  PlannedOrganization,
  PlannedRepository,
} from "./catalogue-types.js";
import { API_VERSION, GROUP, KINDS, USER_NAMESPACE } from "./constants.js";
import type { ImageDetail } from "./schemas.js";

/** An object of the catalogue, ready to be applied. All kinds are cluster-scoped, so there is never a namespace. */
export type ImageHubObject<S> = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels: Record<string, string>;
    readonly annotations: Record<string, string>;
  };
  readonly spec: S;
};

export type OrganizationObject = ImageHubObject<{
  readonly name: string;
  readonly creator?: string;
  /** The API's name for managers. */
  readonly manager: readonly string[];
}>;
export type RepositoryObject = ImageHubObject<{ readonly name: string; readonly isPrivate: boolean }>;
export type ImageObject = ImageHubObject<{
  readonly name: string;
  readonly type?: string;
  readonly detail: ImageDetail;
}>;
export type DataPackObject = ImageHubObject<{
  readonly type: string;
  readonly names: readonly string[];
  readonly expireTime: string;
}>;

/** The Organization to apply. Creator and managers are sent as the admission webhook would make them. */
export function organizationObject(organization: PlannedOrganization): OrganizationObject {
  const { name, creator, managers } = organization;
  return {
    ...head(KINDS.organization, name, organization),
    spec: { name, ...(creator === undefined ? {} : { creator }), manager: [...managers] },
  };
}

/** The Repository to apply, without keyword labels: those follow from the Images in the cluster. */
export function repositoryObject(repository: PlannedRepository): RepositoryObject {
  return {
    ...head(KINDS.repository, repository.objectName, repository),
    spec: { name: repository.name, isPrivate: repository.isPrivate },
  };
}

/**
 * The Image to apply. `detail` is always present, because the API server fills in its creation time only then.
 * @param detail Default: what was declared. Pass the merged one when a registry was asked.
 */
export function imageObject(image: PlannedImage, detail: ImageDetail = image.detail): ImageObject {
  return {
    ...head(KINDS.image, image.objectName, image),
    spec: { name: image.name, ...(image.type === undefined ? {} : { type: image.type }), detail },
  };
}

/** The DataPack to create. */
export function dataPackObject(pack: PlannedDataPack): DataPackObject {
  const { type, names, expireTime } = pack.spec;
  return { ...head(KINDS.dataPack, pack.objectName, pack), spec: { type, names: [...names], expireTime } };
}

/** A ClusterRole and the binding that gives it to an organization's managers. */
export interface OrganizationAccess {
  readonly role: AccessObject;
  readonly binding: AccessObject;
}

type AccessObject = JsonObject & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
};

/**
 * What lets an organization's managers change the organization itself: read it, add and remove managers. Names are
 * our own, so that a controller's role of the same purpose is left alone.
 * @param options.userNamespace Namespace of the managers' service accounts. Default `user-system`.
 */
export function organizationAccess(
  organization: Pick<PlannedOrganization, "name" | "managers">,
  options: { readonly userNamespace?: string } = {},
): OrganizationAccess {
  const name = `groundplan-imagehub-managers-${organization.name}`;
  const apiGroup = "rbac.authorization.k8s.io";
  const namespace = options.userNamespace ?? USER_NAMESPACE;
  return {
    role: {
      apiVersion: `${apiGroup}/v1`,
      kind: "ClusterRole",
      metadata: { name },
      rules: [
        {
          apiGroups: [GROUP],
          resources: ["organizations"],
          resourceNames: [organization.name],
          verbs: ["get", "list", "watch", "update", "patch"],
        },
      ],
    },
    binding: {
      apiVersion: `${apiGroup}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup, kind: "ClusterRole", name },
      subjects: [...new Set(organization.managers)].map((manager) => ({
        kind: "ServiceAccount",
        name: manager,
        namespace,
      })),
    },
  };
}

function head(
  kind: string,
  name: string,
  {
    labels,
    annotations,
  }: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  },
): Omit<ImageHubObject<never>, "spec"> {
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: { name, labels: { ...labels }, annotations: { ...annotations } },
  };
}
