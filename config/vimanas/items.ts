import { formatPropertyPath } from "../../model/shared/property-path.js";
import type { ComponentSpec, DomainSpec, ServerSpec, VimanaSpec } from "../../model/vimana/schema.js";
import type { Item } from "../references/check.js";

const SYSTEM = "vimanas";

/**
 * What references may name: a Vimana by its id, and below it `<id>/<domain>`, `<id>/<domain>/<server>` and
 * `<id>/<domain>/<server>@<version>`.
 */
export function vimanaItems(id: string, spec: VimanaSpec): readonly Item[] {
  return [
    item(id, [id], ["gatewayName", "namespace", "address"]),
    ...Object.entries(spec.domains).flatMap(([key, domain]) => domainItems(id, key, domain, spec)),
  ];
}

function domainItems(vimana: string, key: string, domain: DomainSpec, spec: VimanaSpec): readonly Item[] {
  const id = `${vimana}/${key}`;
  const path = [vimana, "domains", key];
  return [
    item(id, path, ["id", "canonicalHost"]),
    ...Object.entries(domain.servers).flatMap(([server, declared]) =>
      serverItems(`${id}/${server}`, [...path, "servers", server], declared, spec),
    ),
  ];
}

function serverItems(
  id: string,
  path: readonly string[],
  server: ServerSpec,
  spec: VimanaSpec,
): readonly Item[] {
  return [
    item(id, path, ["fullName", "routeName"]),
    ...Object.entries(server.components).map(([version, component]) =>
      item(
        `${id}@${version}`,
        [...path, "components", version],
        [
          "fullName",
          "image",
          "deploymentName",
          "serviceName",
          ...(isResolved(component, spec) ? ["digest", "pinned"] : []),
        ],
      ),
    ),
  ];
}

function isResolved({ registry }: ComponentSpec, spec: VimanaSpec): boolean {
  return (registry ?? spec.registry) !== undefined && spec.resolve !== "off";
}

function item(id: string, path: readonly string[], outputs: readonly string[]): Item {
  return { system: SYSTEM, id, path: formatPropertyPath([SYSTEM, ...path]), outputs, after: [] };
}
