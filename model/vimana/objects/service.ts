import { labelsOf } from "../names.js";
import type { PlannedDomain, PlannedServer, PlannedVersion, PlannedVimana } from "../planned.js";
import { KINDS, referenceTo } from "./kinds.js";
import { namespacedObject, type VimanaObject } from "./object.js";
import { DONE_AT_ONCE, readyWithin } from "./waits.js";

/** Port of every version's Service, whatever its pods listen on. */
const SERVICE_PORT = 80;

/** What weights refer to: the pods of a version, spoken to in HTTP/2 without encryption. */
export function serviceObject(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
  version: PlannedVersion,
): VimanaObject {
  const of = { domain: domain.id, server: server.id, version: version.version };
  // Without pods there will never be endpoints, which is what the provider waits for.
  const wait = version.spec.replicas === 0 ? DONE_AT_ONCE : readyWithin(vimana.spec.readyTimeout);
  return namespacedObject(
    KINDS.service,
    vimana,
    { name: version.service, of, annotations: wait },
    {
      spec: {
        type: "ClusterIP",
        selector: labelsOf(of),
        ports: [
          {
            name: "grpc",
            port: SERVICE_PORT,
            targetPort: version.spec.port,
            protocol: "TCP",
            appProtocol: "kubernetes.io/h2c",
          },
        ],
      },
    },
  );
}

/** How routes name a version's Service. */
export function backendReference(service: string): {
  group: string;
  kind: string;
  name: string;
  port: number;
} {
  return { ...referenceTo(KINDS.service, service), port: SERVICE_PORT };
}
