import type { ContainerInputs } from "../container.js";
import type { FoundContainer } from "./found.js";

/** What upstream's nodes say of a container that ends again and again. */
const CRASHES = "deleting container due to so many crashes";

/** What differs and is no input. */
export function containerDrift(found: FoundContainer, inputs: ContainerInputs): readonly string[] {
  if (found.made === null) return ["container: missing"];
  return [
    ...(found.before === null ? ["container: not finished"] : []),
    ...processDrift(found),
    ...placeDrift(found, inputs),
    ...(found.disk !== null && found.disk.used === null ? ["root disk: missing"] : []),
    ...found.secrets.map((secret) => `secretEnvironment.${secret}`),
  ];
}

function processDrift({ service, process }: FoundContainer): readonly string[] {
  if (service === "failed") return [`process: ended too often (${CRASHES})`];
  if (service !== "running" && service !== "restarting") return [`process: its service is ${service}`];
  return process === "paused" ? ["process: paused"] : [];
}

function placeDrift({ place }: FoundContainer, { network }: ContainerInputs): readonly string[] {
  if (place === null || network === undefined) return [];
  if (!place.network) return [`network ${network.network}: missing`];
  if (!place.place) return ["network namespace: missing"];
  const address = place.address ?? "none";
  const wanted = `${network.ip}/${place.prefix ?? "?"}`;
  const route = place.route ?? "none";
  return [
    ...(place.same ? [] : ["network namespace: not the one of the process"]),
    ...(address === wanted ? [] : [`network.ip: ${address} instead of ${wanted}`]),
    ...(route === place.gateway ? [] : [`default route: ${route} instead of ${place.gateway ?? "none"}`]),
  ];
}
