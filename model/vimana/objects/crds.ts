import { componentCrd } from "./crds/component.js";
import { domainCrd } from "./crds/domain.js";
import { serverCrd } from "./crds/server.js";
import { vimanaCrd } from "./crds/vimana.js";

export type { CustomResourceDefinition } from "./crds/schema.js";
export { componentCrd, domainCrd, serverCrd, vimanaCrd };

/** The CRDs of operator mode, owners first. */
export const CRDS = [vimanaCrd, domainCrd, serverCrd, componentCrd] as const;
