import type * as pulumi from "@pulumi/pulumi";
import type { ImageHubSettings } from "../imagehub/section.js";
import { secretText } from "./secrets.js";

type Controller = NonNullable<ImageHubSettings["controller"]>;
type Webhook = NonNullable<Controller["webhook"]>;

/** Settings of the hub with the secrets that belong to them. */
export type ImageHubArguments = Omit<ImageHubSettings, "controller"> & {
  readonly controller?: Omit<Controller, "webhook"> & {
    readonly webhook?: Webhook & { readonly key: pulumi.Output<string> };
  };
};

/** Joins the hub's settings with its secrets, each marked as secret. */
export function imagehubArgs({ controller, ...settings }: ImageHubSettings): ImageHubArguments {
  if (controller === undefined) return settings;
  const { webhook, ...rest } = controller;
  if (webhook === undefined) return { ...settings, controller: rest };
  const key = secretText("imagehubSecrets", ["controller", "webhook", "key"]);
  return { ...settings, controller: { ...rest, webhook: { ...webhook, key } } };
}
