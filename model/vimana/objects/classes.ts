import type { PlannedVimana } from "../planned.js";
import { KINDS } from "./kinds.js";
import { clusterObject, type VimanaObject } from "./object.js";

/** Handler by which nodes know Vimana's runtime. */
const HANDLER = "vimana-handler";
const CONTROLLER = "gateway.envoyproxy.io/gatewayclass-controller";

/** The namespace that everything of a Vimana is in. */
export function namespaceObject(vimana: PlannedVimana): VimanaObject {
  return clusterObject(KINDS.namespace, vimana, { name: vimana.namespace }, {});
}

/** The class of gateways that Envoy Gateway serves. Settings are each Gateway's own, so it refers to none. */
export function gatewayClassObject(vimana: PlannedVimana): VimanaObject {
  const { className } = vimana.gateway;
  return clusterObject(
    KINDS.gatewayClass,
    vimana,
    { name: className },
    { spec: { controllerName: CONTROLLER } },
  );
}

/** The class of pods that Vimana's own runtime runs; undefined when pods are containers or the class is somebody else's. */
export function runtimeClassObject(vimana: PlannedVimana): VimanaObject | undefined {
  if (!vimana.wasm || vimana.runtimeClass === undefined) return undefined;
  return clusterObject(KINDS.runtimeClass, vimana, { name: vimana.runtimeClass }, { handler: HANDLER });
}
