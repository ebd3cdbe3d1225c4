import {
  declareArtifacts,
  declareGateways,
  declareImageHub,
  declareReservations,
  declareVimanas,
  declareWorkSpaces,
  renderWorkSpaces,
  resolveVimanaImages,
} from "./components/index.js";
import { artifactArgs } from "./config/program/artifact-args.js";
import { faultsTogether } from "./config/program/faults-together.js";
import { gatewayArgs } from "./config/program/gateway-args.js";
import { imagehubArgs } from "./config/program/imagehub-args.js";
import { loadSettings } from "./config/program/load-settings.js";
import { madeClusters } from "./config/program/made-clusters.js";
import { nodeEndpoints } from "./config/program/node-endpoints.js";
import { OutputsRegistry } from "./config/program/outputs.js";
import { reservationArgs } from "./config/program/reservation-args.js";
import { untilInterrupted } from "./config/program/until-interrupted.js";
import { vimanaArgs } from "./config/program/vimana-args.js";
import { workspaceArgs } from "./config/program/workspace-args.js";
import { workspaceSources } from "./config/program/workspace-sources.js";
import { projectFiles } from "./config/project-files.js";

/** Declares everything that a stack file says; it answers the stack's outputs. */
export async function program() {
  const settings = loadSettings();
  const references = new OutputsRegistry(settings.late);
  const hierarchies = vimanaArgs(settings.vimanas, references.text);
  const [rendered, images] = await untilInterrupted((signal) =>
    faultsTogether([
      renderWorkSpaces(workspaceSources(settings), { signal }),
      resolveVimanaImages(hierarchies, { stackFile: true, signal }),
    ]),
  );

  const imagehub =
    settings.imagehub && declareImageHub(imagehubArgs(settings.imagehub), { text: references.text });
  if (imagehub !== undefined) references.publish("imagehub", imagehub.outputs);

  const endpoints = nodeEndpoints(settings.nodes);
  const reservations = declareReservations(
    reservationArgs(settings.reservations, references.text, settings.late, endpoints),
  );
  references.publish("reservations", reservations.outputs);

  const files = projectFiles(process.cwd(), { credentialsExpected: true });
  const gateways = declareGateways(gatewayArgs(settings, references.text, files));
  references.publish("gateways", gateways.outputs);

  const made = madeClusters(settings.clusters, reservations.kubeconfigFiles, files);
  const workspaces = declareWorkSpaces(workspaceArgs(settings), rendered, references.within, made);
  references.publish("workspaces", workspaces.outputs);

  const vimanas = declareVimanas(hierarchies, images);
  references.publish("vimanas", vimanas.outputs);

  const artifacts = settings.artifacts && declareArtifacts(artifactArgs(settings.artifacts, references.text));
  if (artifacts !== undefined) references.publish("artifacts", artifacts.outputs);

  return {
    /** Repositories by organization; pinned references by image; names and codes (1: data are there) by data pack. */
    ...imagehub?.summary,
    /** State, addresses and clients' configurations by reservation. */
    ...(Object.keys(settings.reservations).length === 0 ? {} : { reservations: reservations.summary }),
    /** Addresses, domains and the name servers to set at registrars, by gateway; secret: what tunnels' clients need. */
    ...(Object.keys(settings.gateways).length === 0 ? {} : { gateways: gateways.summary }),
    ...(gateways.tunnels === undefined ? {} : { gatewayTunnels: gateways.tunnels }),
    /** Revision, state and health of the objects by workspace. */
    ...(settings.workspaces.length === 0 ? {} : { workspaces: workspaces.summary }),
    /** Address, hosts, weights and how services are called, by Vimana. */
    ...(Object.keys(hierarchies).length === 0 ? {} : { vimanas: vimanas.summary }),
    /** Phase, numbers and instances by pool; what was borrowed by lease. */
    ...(artifacts === undefined ? {} : { artifacts: artifacts.summary }),
  };
}
