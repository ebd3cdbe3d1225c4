import { stringify } from "yaml";

/**
 * Policy of the API server's audit log: who asked for what with which user agent, once a request, without any
 * content, so that no secret can reach the log.
 */
export const AUDIT_POLICY = stringify({
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [{ level: "Metadata" }],
});
