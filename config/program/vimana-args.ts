import * as pulumi from "@pulumi/pulumi";
import type { ComponentSpec, DomainSpec, ServerSpec, VimanaSpec } from "../../model/vimana/schema.js";
import { isObject } from "../../model/shared/json.js";
import { structured } from "../raw-values.js";
import type { VimanaSettings } from "../vimanas/section.js";
import { valueAt } from "../value-at.js";
import { secretText } from "./secrets.js";

type Component = Omit<ComponentSpec, "image"> & { readonly image?: pulumi.Input<string> };
type Server = Omit<ServerSpec, "components"> & { readonly components: Readonly<Record<string, Component>> };
type Domain = Omit<DomainSpec, "servers"> & { readonly servers: Readonly<Record<string, Server>> };

/** A Vimana's settings with its secrets, and with the values of references in place of their stand-ins. */
export type VimanaArguments = Omit<VimanaSpec, "domains"> & {
  readonly domains: Readonly<Record<string, Domain>>;
  /** By host. */
  readonly certificates: Readonly<
    Record<string, { readonly certificate: pulumi.Output<string>; readonly key: pulumi.Output<string> }>
  >;
  /** Warnings are told with the stack file's. */
  readonly quiet: true;
};

/** @param text Turns a text of the settings into what it stands for. */
export function vimanaArgs(
  vimanas: VimanaSettings,
  text: (text: string) => pulumi.Input<string>,
): Readonly<Record<string, VimanaArguments>> {
  return mapped(vimanas, (vimana, id) => ({
    ...vimana,
    certificates: certificatesOf(id),
    quiet: true,
    domains: mapped(vimana.domains, (domain) => ({
      ...domain,
      servers: mapped(domain.servers, (server) => ({
        ...server,
        components: mapped(server.components, ({ image, ...component }) => ({
          ...component,
          ...(image === undefined ? {} : { image: text(image) }),
        })),
      })),
    })),
  }));
}

function certificatesOf(id: string): VimanaArguments["certificates"] {
  const key = "vimanasSecrets";
  const section = structured(key, pulumi.runtime.getConfig(`groundplan:${key}`));
  const hosts = "problem" in section ? undefined : valueAt(section.value, [id, "tls"]);
  return mapped(isObject(hosts) ? hosts : {}, (_value, host) => ({
    certificate: secretText(key, [id, "tls", host, "certificate"]),
    key: secretText(key, [id, "tls", host, "key"]),
  }));
}

function mapped<T, R>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
