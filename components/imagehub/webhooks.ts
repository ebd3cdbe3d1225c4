import { GROUP, VERSION } from "../../model/imagehub/constants.js";

/** One row of the controller's webhooks: resource, its kind in paths, and the operations it sees. */
type WebhookRow = readonly [resource: string, singular: string, operations: readonly string[]];

const MUTATING: readonly WebhookRow[] = [
  ["images", "image", ["CREATE", "UPDATE"]],
  ["repositories", "repository", ["CREATE", "UPDATE"]],
  ["organizations", "organization", ["CREATE"]],
];

const VALIDATING: readonly WebhookRow[] = [
  ["images", "image", ["CREATE", "UPDATE", "DELETE"]],
  ["repositories", "repository", ["CREATE", "UPDATE", "DELETE"]],
  ["organizations", "organization", ["CREATE", "UPDATE"]],
];

/** Name of the service behind which the controller answers webhooks. */
export const WEBHOOK_SERVICE = "imagehub-webhook-service";

/** The two webhook configurations, without metadata. @param caBundle base64 of the authority's PEM */
export function webhookConfigurations<B>(namespace: string, caBundle: B) {
  const list = (rows: readonly WebhookRow[], verb: "mutate" | "validate") =>
    rows.map(([resource, singular, operations]) => ({
      name: `${verb === "mutate" ? "m" : "v"}${singular}.kb.io`,
      admissionReviewVersions: ["v1"],
      sideEffects: "None",
      failurePolicy: "Fail",
      clientConfig: {
        caBundle,
        service: { name: WEBHOOK_SERVICE, namespace, path: `/${verb}-imagehub-sealos-io-v1-${singular}` },
      },
      rules: [{ apiGroups: [GROUP], apiVersions: [VERSION], operations, resources: [resource] }],
    }));
  return [
    {
      kind: "MutatingWebhookConfiguration",
      name: "imagehub-mutating-webhook-configuration",
      webhooks: list(MUTATING, "mutate"),
    },
    {
      kind: "ValidatingWebhookConfiguration",
      name: "imagehub-validating-webhook-configuration",
      webhooks: list(VALIDATING, "validate"),
    },
  ] as const;
}
