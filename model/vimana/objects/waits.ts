import { wholeSeconds } from "./durations.js";

/**
 * Annotations by which Pulumi's Kubernetes provider knows when an object is done. Every wait for an object that is
 * declared as it is stands here. Not waited for, on purpose: Vimana (it becomes available only after a Domain, which
 * comes after it), Server (it never says anything), policies (they say nothing before their routes are there).
 */
type Annotations = Readonly<Record<string, string>>;

const WAIT_FOR = "pulumi.com/waitFor";

/** At most this long, for kinds whose readiness the provider knows by itself: Deployment and Service. */
export function readyWithin(duration: string): Annotations {
  return { "pulumi.com/timeoutSeconds": String(wholeSeconds(duration)) };
}

/** Nothing is waited for. */
export const DONE_AT_ONCE: Annotations = { "pulumi.com/skipAwait": "true" };

/** Gateway and ListenerSet: in service (`programmed`), or only taken, where no address is ever told. */
export function gatewayWait(until: "programmed" | "accepted"): Annotations {
  return { [WAIT_FOR]: until === "programmed" ? "condition=Programmed" : "condition=Accepted" };
}

/** A Certificate is issued. */
export const CERTIFICATE_ISSUED: Annotations = { [WAIT_FOR]: "condition=Ready" };

/** A route is taken by its gateway, and its backends are found. */
export const ROUTE_TAKEN: Annotations = {
  [WAIT_FOR]: JSON.stringify(
    ["Accepted", "ResolvedRefs"].map(
      (type) => `jsonpath={.status.parents[0].conditions[?(@.type=='${type}')].status}=True`,
    ),
  ),
};

/** Domain and Component: the operator has written what follows from them. */
export const WRITTEN_BY_OPERATOR: Annotations = { [WAIT_FOR]: "condition=Available" };
