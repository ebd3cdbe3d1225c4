import type { ServerSettings } from "./vimana-scene.js";

export const IMAGE = "registry.groundplan.test/lab/grpc-echo:1.0.0";
export const OTHER_IMAGE = "registry.groundplan.test/lab/grpc-echo:2.0.0";
export const V1 = "1.0.0";
export const V2 = "1.1.0";
/** No pods: what is seen here is what the engine intends. */
export const VERSION = { image: IMAGE, replicas: 0 };

/** A server with two versions; all are alike but for what they serve. */
export function matrixServer(id: string): ServerSettings {
  return {
    services: [`matrix.${id}`],
    components: { [V1]: VERSION, [V2]: VERSION },
    weights: { [V1]: 4, [V2]: 1 },
  };
}
