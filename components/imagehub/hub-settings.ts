import type * as pulumi from "@pulumi/pulumi";

/** How images are looked up in the hub's registry. */
export interface LookupSettings {
  /** Name of the registry, from `groundplan:registries`. @default none: nothing is looked up */
  readonly registry?: string;
  /** When tags are looked up: never, when an image is made or changed, at every preview. @default once */
  readonly resolve?: "off" | "once" | "always";
  /** `<os>/<architecture>[/<variant>]` whose id and size an image shows. @default linux/amd64 */
  readonly platform?: string;
  /** What a registry without answer means for images that were resolved before. @default error */
  readonly onUnreachable?: "error" | "warn";
  /** Whether a tag that moved is an error at preview. @default false */
  readonly immutableTags?: boolean;
  /** Whether images without declared docs get their readme's text, from the address they give. @default false */
  readonly fetchReadme?: boolean;
}

/** The certificate by which the API server trusts the controller's webhooks. PEM each. */
export interface WebhookCertificate {
  readonly ca: pulumi.Input<string>;
  /** For `imagehub-webhook-service.<namespace>.svc`. */
  readonly certificate: pulumi.Input<string>;
  /** Kept secret. */
  readonly key: pulumi.Input<string>;
}

/** The imagehub controller, for clusters that do not have it yet. */
export interface ControllerArgs {
  /** Image reference, best pinned to a digest. Nobody publishes one for this API any more. */
  readonly image: pulumi.Input<string>;
  /** @default 1 */
  readonly replicas?: number;
  /** @default imagehub-system */
  readonly namespace?: string;
  /** @default none: no webhooks are configured; the original controller does not start without */
  readonly webhook?: WebhookCertificate;
}
