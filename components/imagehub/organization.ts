import * as pulumi from "@pulumi/pulumi";
import type { PlannedOrganization } from "../../model/imagehub/catalogue-types.js";
import { organizationNameFault } from "../../model/imagehub/image-name.js";
import { organizationAccess, organizationObject } from "../../model/imagehub/objects.js";
import { DeclaredObject } from "../kubernetes/declared-object.js";
import { refuseFaults } from "./faults.js";
import { guardedOrganization } from "./guarded-objects.js";
import type { ImageHub } from "./image-hub.js";

/** What an {@link Organization} is made from. */
export interface OrganizationArgs {
  readonly hub: ImageHub;
  /** DNS label; also the object's name. @default the component's name */
  readonly name?: string;
  /** Service account that owns the organization; it is a manager too. @default none */
  readonly creator?: string;
  /** Service accounts, in the hub's user namespace, that may push. @default none */
  readonly managers?: readonly string[];
  /** @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * An organization of the catalogue, and what lets its managers change it: a ClusterRole for the organization and its
 * binding to them, renewed with every change of managers.
 *
 * @example
 * const labring = new Organization("labring", { hub, creator: "ada", managers: ["grace"] });
 */
export class Organization extends pulumi.ComponentResource {
  /** Name in the catalogue. */
  readonly organizationName: string;
  /** Service account that owns the organization. */
  readonly creator: string | undefined;
  /** `metadata.name` of the object. */
  readonly objectName: pulumi.Output<string>;
  /** The Organization object; what needs the organization depends on it. */
  readonly object: pulumi.CustomResource;

  constructor(name: string, args: OrganizationArgs, opts?: pulumi.ComponentResourceOptions) {
    const { hub, name: organizationName = name, creator } = args;
    const fault = organizationNameFault(organizationName);
    refuseFaults(`Organization ${name}`, fault === undefined ? [] : [{ path: "name", reason: fault }]);
    const managers = [...new Set([...(args.managers ?? []), ...(creator === undefined ? [] : [creator])])];
    super("groundplan:imagehub:Organization", name, { name: organizationName, managers }, opts);
    this.organizationName = organizationName;
    this.creator = creator;

    const planned: PlannedOrganization = {
      name: organizationName,
      managers,
      derived: false,
      path: "",
      labels: args.labels ?? {},
      annotations: args.annotations ?? {},
      ...(creator === undefined ? {} : { creator }),
    };
    const options = hub.below(this, name, guardedOrganization(planned));
    const wanted = organizationObject(planned);
    const resource = hub.named(organizationName);
    const object = new DeclaredObject(
      resource,
      { ...wanted, metadata: hub.metadata(resource, wanted.metadata) },
      options,
    );
    const { role, binding } = organizationAccess(planned, { userNamespace: hub.userNamespace });
    const access = `${resource}-managers`;
    const marked = <T extends typeof role>(object: T) => ({
      ...object,
      metadata: hub.metadata(access, object.metadata),
    });
    const declaredRole = new DeclaredObject(access, marked(role), options);
    new DeclaredObject(access, marked(binding), { ...options, dependsOn: [declaredRole] });
    this.object = object;
    this.objectName = object.metadata.name;
    this.registerOutputs({ objectName: this.objectName });
  }
}
