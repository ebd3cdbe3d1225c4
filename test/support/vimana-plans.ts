import type { KubeObject } from "../../model/shared/kubernetes-object.js";
import {
  gatewayClassObject,
  namespaceObject,
  runtimeClassObject,
} from "../../model/vimana/objects/classes.js";
import { deploymentObject } from "../../model/vimana/objects/deployment.js";
import { envoyProxyObject, gatewayObject, listenerSetObject } from "../../model/vimana/objects/gateway.js";
import {
  componentObject,
  domainObject,
  serverObject,
  vimanaObject,
} from "../../model/vimana/objects/operator.js";
import {
  defaultPolicyObject,
  securityPolicyObject,
  trafficPolicyObjects,
} from "../../model/vimana/objects/policies.js";
import { pinRouteObjects, routeObjects } from "../../model/vimana/objects/routes.js";
import { autoscalerObject, disruptionBudgetObject } from "../../model/vimana/objects/scaling.js";
import { serviceObject } from "../../model/vimana/objects/service.js";
import { certificateObject, tlsSecretObject } from "../../model/vimana/objects/tls.js";
import { planVimana } from "../../model/vimana/plan.js";
import type { PlannedServer, PlannedVimana } from "../../model/vimana/planned.js";
import { vimanaSchema, type VimanaInput } from "../../model/vimana/schema.js";

/** The registries that hierarchies of tests may name. */
export const REGISTRY_HOSTS = { main: "registry.example:5000", mini: "host.minikube.internal:5000" };

/** A hierarchy as the rules plan it; one with faults is a fault of the test. Warnings are let through. */
export function plannedVimana(key: string, input: VimanaInput): PlannedVimana {
  const { planned, problems } = planVimana(key, vimanaSchema.parse(input), {
    path: `groundplan:vimanas.${key}`,
    organization: "organization",
    project: "groundplan",
    stack: "test",
    registryHosts: REGISTRY_HOSTS,
  });
  if (planned === undefined) throw new Error(JSON.stringify(problems, undefined, 2));
  return planned;
}

/** The only server of a hierarchy with one domain and one server. */
export function onlyServer(vimana: PlannedVimana): {
  readonly domain: PlannedVimana["domains"][number];
  readonly server: PlannedServer;
} {
  const [domain] = vimana.domains;
  const [server] = domain?.servers ?? [];
  if (domain === undefined || server === undefined) throw new Error("there is no server");
  return { domain, server };
}

/** Every object of a hierarchy in direct mode, in an order in which they could be applied. */
export function directObjects(vimana: PlannedVimana): KubeObject[] {
  return present([
    ...(vimana.spec.createNamespace ? [namespaceObject(vimana)] : []),
    runtimeClassObject(vimana),
    ...(vimana.gateway.installClass ? [gatewayClassObject(vimana)] : []),
    ...tlsObjects(vimana),
    envoyProxyObject(vimana),
    defaultPolicyObject(vimana),
    gatewayObject(vimana),
    ...(vimana.listenerSets ? vimana.domains.map((domain) => listenerSetObject(vimana, domain)) : []),
    ...vimana.domains.flatMap((domain) =>
      domain.servers.flatMap((server) => [
        securityPolicyObject(vimana, domain, server),
        ...trafficPolicyObjects(vimana, domain, server),
        ...server.versions.flatMap((version) => [
          deploymentObject(vimana, domain, server, version, version.image),
          serviceObject(vimana, domain, server, version),
          autoscalerObject(vimana, domain, server, version),
          disruptionBudgetObject(vimana, domain, server, version),
        ]),
        ...routeObjects(vimana, domain, server),
        ...server.versions.flatMap((version) => pinRouteObjects(vimana, domain, server, version)),
      ]),
    ),
  ]);
}

/** Every object of a hierarchy in operator mode, in an order in which they could be applied. */
export function operatorObjects(vimana: PlannedVimana): KubeObject[] {
  return [
    vimanaObject(vimana),
    ...tlsObjects(vimana),
    ...vimana.domains.flatMap((domain) => [
      domainObject(vimana, domain),
      ...domain.servers.flatMap((server) => [
        ...server.versions.map((version) => componentObject(vimana, domain, server, version, version.image)),
        serverObject(vimana, domain, server),
      ]),
    ]),
  ];
}

function tlsObjects(vimana: PlannedVimana): KubeObject[] {
  return vimana.domains.flatMap((domain) => {
    switch (domain.tls.mode) {
      case "certManager":
        return domain.hosts.map((host) => certificateObject(vimana, domain, host));
      case "provided":
        return domain.hosts.map((host) => tlsSecretObject(vimana, domain, host));
      case "existing":
      case "selfSignedDev":
        return [];
    }
  });
}

function present(objects: readonly (KubeObject | undefined)[]): KubeObject[] {
  return objects.filter((object) => object !== undefined);
}
