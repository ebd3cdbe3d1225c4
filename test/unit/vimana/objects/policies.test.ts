import {
  defaultPolicyObject,
  securityPolicyObject,
  trafficPolicyObjects,
} from "../../../../model/vimana/objects/policies.js";
import { retryOn, RETRY_TRIGGERS } from "../../../../model/vimana/objects/retry-triggers.js";
import { certificateObject } from "../../../../model/vimana/objects/tls.js";
import type { VimanaInput } from "../../../../model/vimana/schema.js";
import { onlyServer, plannedVimana } from "../../../support/vimana-plans.js";

type Server = NonNullable<NonNullable<VimanaInput["domains"]>[string]["servers"]>[string];

function scene(server: Server) {
  const vimana = plannedVimana("apps", {
    cluster: "lab",
    domains: {
      shop: {
        servers: {
          cart: { services: ["shop.Cart"], components: { "1.0.0": { image: "a.example/b:1" } }, ...server },
        },
      },
    },
  });
  const { domain, server: planned } = onlyServer(vimana);
  return [vimana, domain, planned] as const;
}

test("a server that says nothing of it has no policy", () => {
  expect(securityPolicyObject(...scene({}))).toBeUndefined();
  expect(securityPolicyObject(...scene({ auth: { jwks: [] } }))).toBeUndefined();
  expect(trafficPolicyObjects(...scene({}))).toEqual([]);
  expect(trafficPolicyObjects(...scene({ traffic: {} }))).toEqual([]);
});

test("calls and streams take as long as they take, unless something else is declared", () => {
  const [vimana] = scene({});
  expect(defaultPolicyObject(vimana)?.["spec"]).toEqual({
    targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "apps-gateway" }],
    timeout: { http: { requestTimeout: "0s" } },
  });
  expect(defaultPolicyObject(plannedVimana("apps", { cluster: "lab" }))).toBeUndefined();
  const [policy] = trafficPolicyObjects(...scene({ traffic: { maxStreamDuration: "1h" } }));
  expect(policy?.["spec"]).toMatchObject({
    timeout: { http: { requestTimeout: "0s", maxStreamDuration: "1h" } },
  });
});

test("a policy says what was declared and leaves the rest to the gateway", () => {
  const [policy] = trafficPolicyObjects(...scene({ traffic: { retries: {} } }));
  expect(policy?.["spec"]).toEqual({
    targetRefs: [expect.objectContaining({ kind: "GRPCRoute" })],
    timeout: { http: { requestTimeout: "0s" } },
    retry: { numRetries: 2, retryOn: { triggers: ["unavailable"] } },
  });
});

test("HTTP codes come with the trigger that makes them count", () => {
  expect(retryOn(["cancelled", 502, 503])).toEqual({
    triggers: ["cancelled", "retriable-status-codes"],
    httpStatusCodes: [502, 503],
  });
  expect(retryOn([...RETRY_TRIGGERS])).toEqual({ triggers: [...RETRY_TRIGGERS] });
});

test("a certificate cannot be asked for without an issuer", () => {
  const [vimana, domain] = scene({});
  const [host] = domain.hosts;
  expect(() => certificateObject(vimana, domain, host!)).toThrow(/has no issuer/);
});
