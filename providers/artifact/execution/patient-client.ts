import { patiently } from "../ledger/persist.js";
import type { ArtifactClient } from "../site.js";

/**
 * A client whose reads and deletions outlast an API server that restarts: they may be repeated freely. Writes are
 * repeated by those who know what they have written.
 */
export function patientClient(client: ArtifactClient, signal: AbortSignal): ArtifactClient {
  return {
    server: client.server,
    get: (ref) => patiently(signal, () => client.get(ref)),
    list: (gvk, options) => patiently(signal, () => client.list(gvk, options)),
    create: (object, options) => client.create(object, options),
    replace: (object, options) => client.replace(object, options),
    patch: (ref, patch, options) => client.patch(ref, patch, options),
    delete: (ref, options) => patiently(signal, () => client.delete(ref, options)),
    watch: (gvk, options) => client.watch(gvk, options),
    logs: (pod, options) => client.logs(pod, options),
  };
}
