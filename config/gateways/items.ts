import { formatPropertyPath } from "../../model/shared/property-path.js";
import type { Item } from "../references/check.js";
import type { DeclaredGateway, Group } from "./schema.js";

const SYSTEM = "gateways";

/** Outputs that references may name, by group. */
export const REFERABLE = {
  proxies: ["domain"],
  reverseProxies: ["domain", "tunnel"],
  subdomains: ["fqdn"],
  delegates: ["zone", "nameServers"],
  fourToSix: ["ips", "config"],
} as const satisfies Readonly<Record<Group, readonly string[]>>;

/** Which of them is the declared domain, and so known before anything is created. */
const DOMAINS = [
  ["proxies", "domain"],
  ["reverseProxies", "domain"],
  ["subdomains", "fqdn"],
  ["delegates", "zone"],
] as const;

/** What something of a gateway is called in references, between the system and the output: `edge.subdomains.www`. */
export function itemId(gateway: string, group: Group, key: string): string {
  return [gateway, group, key].join(".");
}

/** What references may name of a gateway. */
export function gatewayItems(name: string, declared: DeclaredGateway): readonly Item[] {
  const item = (group: Group, key: string, known: Readonly<Record<string, string>>): Item => ({
    system: SYSTEM,
    id: itemId(name, group, key),
    path: formatPropertyPath([SYSTEM, name, group, key]),
    outputs: REFERABLE[group],
    known,
    after: [],
  });
  return [
    ...DOMAINS.flatMap(([group, output]) =>
      Object.entries<{ readonly domain: string }>(declared[group]).map(([key, { domain }]) =>
        item(group, key, { [output]: domain }),
      ),
    ),
    ...Object.keys(declared.fourToSix).map((key) => item("fourToSix", key, {})),
  ];
}
