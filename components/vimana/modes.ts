import { deploymentObject } from "../../model/vimana/objects/deployment.js";
import { envoyProxyObject, gatewayObject, listenerSetObject } from "../../model/vimana/objects/gateway.js";
import type { VimanaObject } from "../../model/vimana/objects/object.js";
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
import type {
  PlannedDomain,
  PlannedServer,
  PlannedVersion,
  PlannedVimana,
} from "../../model/vimana/planned.js";

type OfDomain = readonly [PlannedVimana, PlannedDomain];
type OfServer = readonly [...OfDomain, PlannedServer];
type OfVersion = readonly [...OfServer, PlannedVersion];

/** The objects that a hierarchy is written down in. */
export interface Mode {
  /** Whether somebody else makes what runs and routes, so that only gates tell when it is there. */
  readonly operatorMade: boolean;
  /** Of the Vimana itself, each after the one before. */
  entrance(vimana: PlannedVimana): readonly VimanaObject[];
  domain(...of: OfDomain): readonly VimanaObject[];
  /** What its servers' calls and tokens are treated by. They come before the routes, lest calls get round them. */
  policies(...of: OfServer): readonly VimanaObject[];
  /** What carries a server's weights; written by its Traffic. */
  carriers(...of: OfServer): readonly VimanaObject[];
  /** What runs a version. */
  version(...of: readonly [...OfVersion, image: string | object]): readonly VimanaObject[];
  /** Routes to a version alone. */
  pins(...of: OfVersion): readonly VimanaObject[];
}

/** By mode: Gateway API and plain workloads, or custom resources for Vimana's operator. */
export const MODES: Readonly<Record<PlannedVimana["mode"], Mode>> = {
  direct: {
    operatorMade: false,
    entrance: (vimana) => [
      envoyProxyObject(vimana),
      ...present(defaultPolicyObject(vimana)),
      ...present(gatewayObject(vimana)),
    ],
    domain: (vimana, domain) => (vimana.listenerSets ? [listenerSetObject(vimana, domain)] : []),
    policies: (...of) => [...present(securityPolicyObject(...of)), ...trafficPolicyObjects(...of)],
    carriers: routeObjects,
    version: (vimana, domain, server, version, image) => [
      deploymentObject(vimana, domain, server, version, image),
      serviceObject(vimana, domain, server, version),
    ],
    pins: pinRouteObjects,
  },
  operator: {
    operatorMade: true,
    entrance: (vimana) => [vimanaObject(vimana)],
    domain: (vimana, domain) => [domainObject(vimana, domain)],
    policies: () => [],
    carriers: (...of) => [serverObject(...of)],
    version: (...of) => [componentObject(...of)],
    pins: () => [],
  },
};

/** Scaling of a version, alike in both modes: the operator leaves the number of pods alone. */
export function scalingObjects(...of: OfVersion): readonly VimanaObject[] {
  return [...present(autoscalerObject(...of)), ...present(disruptionBudgetObject(...of))];
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}
