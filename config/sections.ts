import { artifacts } from "./artifacts/section.js";
import { clusters } from "./clusters.js";
import { explorers } from "./explorers.js";
import { gatewaysSection } from "./gateways/section.js";
import { identities } from "./identities.js";
import { imagehub } from "./imagehub/section.js";
import { nameServers } from "./name-servers.js";
import { nodes } from "./nodes.js";
import { registries } from "./registries.js";
import { repositories } from "./repositories.js";
import { reservations } from "./reservations/section.js";
import { vimanasSection } from "./vimanas/section.js";
import { workspaces } from "./workspaces/section.js";

/** Every section this version reads. A system adds its row here and its line in `stack-settings.ts`. */
export const SECTIONS = {
  clusters,
  registries,
  repositories,
  nodes,
  identities,
  explorers,
  nameServers,
  imagehub,
  reservations,
  gateways: gatewaysSection({ nodes: {}, nameServers: {}, identities: {} }),
  workspaces,
  artifacts,
  vimanas: vimanasSection({}),
} as const;
