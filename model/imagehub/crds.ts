import { dataPackCrd } from "./crds/data-pack.js";
import { imageCrd } from "./crds/image.js";
import { organizationCrd } from "./crds/organization.js";
import { repositoryCrd } from "./crds/repository.js";

export type { CustomResourceDefinition } from "./crds/schema.js";
export { dataPackCrd, imageCrd, organizationCrd, repositoryCrd };

/** The CRDs of the catalogue, owners first. */
export const CRDS = [organizationCrd, repositoryCrd, imageCrd, dataPackCrd] as const;
