import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { removeCommand, setCommand } from "../commands.js";
import { backEndOf } from "./back-ends.js";
import type { DeclaredGateway } from "./schema.js";

/** What members of a gateway need, or cannot have, because of who carries it out. */
export function memberProblems(name: string, gateway: DeclaredGateway): readonly Problem[] {
  const backEnd = backEndOf(gateway);
  return [
    ...delegateProblems(name, gateway),
    ...(backEnd === "explorer" ? explorerProblems(name, gateway) : []),
    ...(backEnd === "kubernetes" ? objectNameProblems(name, gateway) : []),
  ];
}

/** A zone needs name servers, and a machine that it is made on. */
function delegateProblems(name: string, gateway: DeclaredGateway): readonly Problem[] {
  return Object.entries(gateway.delegates).flatMap(([key, { domain, nameServers, node }]) => {
    const at = (field: string): string => formatPropertyPath(["gateways", name, "delegates", key, field]);
    const backEnd = backEndOf(gateway);
    const noNames = backEnd !== "explorer" && nameServers === undefined && gateway.dns === undefined;
    const noNode = backEnd === "kubernetes" && node === undefined;
    const inside = (nameServers ?? gateway.dns?.nameServers ?? []).find((host) =>
      host.endsWith(`.${domain}`),
    );
    const strange = `has ${inside ?? ""}, which is inside of the zone: nobody could look it up before asking it`;
    const hosts = "is missing: the host names for the zone's NS records";
    const machine =
      "is missing: zones are made on the node of the name server, and this gateway is in a cluster";
    return [
      ...(noNames
        ? [{ path: at("nameServers"), reason: hosts, fix: setCommand(`${at("nameServers")}[0]`) }]
        : []),
      ...(inside === undefined
        ? []
        : [{ path: at("nameServers"), reason: strange, fix: setCommand(`${at("nameServers")}[0]`) }]),
      ...(noNode ? [{ path: at("node"), reason: machine, fix: setCommand(at("node")) }] : []),
    ];
  });
}

/** What the workloads of explorers have no field for. */
function explorerProblems(name: string, gateway: DeclaredGateway): readonly Problem[] {
  const { proxies, subdomains, delegates, fourToSix } = gateway;
  const fields = (group: string, members: object, refused: readonly string[], reason: string): Problem[] =>
    Object.entries<Readonly<Record<string, unknown>>>({ ...members }).flatMap(([key, member]) =>
      refused
        .filter((field) => member[field] !== undefined)
        .map((field) => {
          const path = formatPropertyPath(["gateways", name, group, key, field]);
          return { path, reason, fix: removeCommand(path) };
        }),
    );
  const ports = Object.entries(proxies).flatMap(([key, proxy]) =>
    (["port", "portTls"] as const)
      .filter((field) => proxy[field] === 0)
      .map((field) => {
        const path = formatPropertyPath(["gateways", name, "proxies", key, field]);
        const reason = "is missing: gateways of explorers forward both HTTP and TLS";
        return { path, reason, fix: setCommand(path) };
      }),
  );
  return [
    ...ports,
    ...fields("subdomains", subdomains, ["ttl", "adopt"], "is the explorer's own to decide"),
    ...fields("delegates", delegates, ["nameServers", "ttl", "node"], "is the explorer's own to decide"),
    ...fields("fourToSix", fourToSix, ["customer"], "is always the one who signs, at an explorer"),
  ];
}

/** Objects of the cluster are called after the gateway and the key. */
function objectNameProblems(name: string, { proxies }: DeclaredGateway): readonly Problem[] {
  return Object.keys(proxies).flatMap((key) => {
    if (/^[a-z]([a-z0-9-]{0,50}[a-z0-9])?$/.test(`${name}-${key}`)) return [];
    const path = formatPropertyPath(["gateways", name, "proxies", key]);
    const reason = `names objects of the cluster, "${name}-${key}": at most 52 lower-case letters, digits and dashes, and a letter first`;
    return [{ path, reason, fix: removeCommand(path) }];
  });
}
