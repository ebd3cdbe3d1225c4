import { START, World } from "../imagehub-providers/world.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { deploymentName } from "../../../model/vimana/names.js";

export { Driver, SCOPE, START, withEveryFault } from "../imagehub-providers/world.js";
export type { World } from "../imagehub-providers/world.js";

export const NAMESPACE = "apps";
export const DOMAIN = "0123456789abcdef0123456789abcdef";

/** A cluster with Gateway API and Vimana's kinds, and the time it lives in. */
export function vimanaWorld(): World {
  const world = new World();
  world.now = START;
  for (const kind of ["GRPCRoute", "Gateway"]) {
    world.kubernetes.serve({ group: "gateway.networking.k8s.io", version: "v1", kind, namespaced: true });
  }
  for (const kind of ["Vimana", "Server"]) {
    world.kubernetes.serve({ group: "api.vimana.host", version: "v1alpha1", kind, namespaced: true });
  }
  world.kubernetes.seed({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
  return world;
}

/** The Deployment of a version, with so many replicas available. */
export function seedDeployment(world: World, fullName: string, available: number, image = "x"): void {
  world.kubernetes.seed({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { namespace: NAMESPACE, name: deploymentName(fullName) },
    spec: { replicas: 1, template: { spec: { containers: [{ name: "grpc", image }] } } },
  });
  const found = deployment(world, fullName);
  world.kubernetes.seed({
    ...found,
    status: {
      observedGeneration: found.metadata.generation,
      replicas: 1,
      updatedReplicas: 1,
      availableReplicas: available,
    },
  });
}

export function deployment(world: World, fullName: string): KubeObject {
  const name = deploymentName(fullName);
  const found = world.kubernetes.peek({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace: NAMESPACE,
    name,
  });
  if (found === undefined) throw new Error(`no Deployment of ${fullName}`);
  return found;
}
