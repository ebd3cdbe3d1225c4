import { delegationFault } from "../../model/reservation/gateway/ownership.js";
import { suggestion } from "../../model/shared/did-you-mean.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { setCommand } from "../commands.js";
import type { NameServers } from "../name-servers.js";
import { backEndOf } from "./back-ends.js";
import { membersOf, namePlace, onlyOnce, routePlace, type Placed } from "./placed.js";
import type { GatewaysSection } from "./schema.js";

/** Everybody's names and zones in this stack are one owner's. */
const US = "this stack";

/** Domains that are forwarded, named or handed over twice, and names in zones that nobody manages. */
export function domainProblems(section: GatewaysSection, nameServers: NameServers): readonly Problem[] {
  const forwarded = (["proxies", "reverseProxies"] as const).flatMap((group) =>
    membersOf(section, group).map(({ path, gateway, member }): Placed => ({
      path: [...path, "domain"],
      place: routePlace(gateway),
      what: member.domain,
    })),
  );
  const named = (group: "subdomains" | "delegates"): readonly Placed[] =>
    membersOf(section, group).flatMap(({ path, gateway, member }) => {
      const place = namePlace(gateway);
      return place === undefined ? [] : [{ path: [...path, "domain"], place, what: member.domain }];
    });
  const twice = (done: string) => (first: string, one: Placed) =>
    `${one.what} is ${done} by ${first} already, on the same ${one.place}`;
  return [
    ...onlyOnce(forwarded, twice("forwarded")),
    ...onlyOnce(named("subdomains"), twice("given addresses")),
    ...onlyOnce(named("delegates"), twice("handed over")),
    ...nameServerProblems(section),
    ...managedProblems(section, nameServers),
    ...zoneProblems(section, nameServers),
  ];
}

/** Names need somebody who keeps them. */
function nameServerProblems(section: GatewaysSection): readonly Problem[] {
  return Object.entries(section).flatMap(([name, gateway]) => {
    const users = (["dns", "subdomains", "delegates"] as const).filter((field) => {
      const value = gateway[field];
      return value !== undefined && Object.keys(value).length > 0;
    });
    const [user] = users;
    if (user === undefined || backEndOf(gateway) === "explorer" || gateway.nameServer !== undefined)
      return [];
    const path = formatPropertyPath(["gateways", name, "nameServer"]);
    const reason = `is missing: the server, from groundplan:nameServers, that ${user} ${user === "dns" ? "is" : "are"} kept by`;
    return [{ path, reason, fix: setCommand(path, "'<name>'") }];
  });
}

/** A server that is set up keeps the zones that are said of it. */
function managedProblems(section: GatewaysSection, nameServers: NameServers): readonly Problem[] {
  return Object.entries(section).flatMap(([, { dns, nameServer = "" }]) => {
    if (dns === undefined || nameServers[nameServer]?.zones.length !== 0) return [];
    const path = formatPropertyPath(["nameServers", nameServer, "zones"]);
    const reason = "is missing: the domains that the server is set up with";
    return [{ path, reason, fix: setCommand(`${path}[0]`, "'<domain>'") }];
  });
}

function zoneProblems(section: GatewaysSection, nameServers: NameServers): readonly Problem[] {
  const delegatesOf = (nameServer: string): readonly string[] =>
    membersOf(section, "delegates").flatMap(({ gateway, member }) =>
      gateway.nameServer === nameServer ? [member.domain] : [],
    );
  const subdomains = membersOf(section, "subdomains").flatMap(({ path, gateway, member: { domain } }) => {
    const { nameServer = "" } = gateway;
    const target = nameServers[nameServer];
    if (target === undefined) return [];
    const zones = [...target.zones, ...delegatesOf(nameServer)];
    if (zones.some((zone) => domain === zone || domain.endsWith(`.${zone}`))) return [];
    const where = formatPropertyPath([...path, "domain"]);
    const above = domain.split(".").slice(1).join(".");
    const reason = `is in no zone of groundplan:nameServers.${nameServer}, and no gateway of the stack has ${above} as a delegate${suggestion(above, zones)}`;
    return [{ path: where, reason, fix: setCommand(where) }];
  });
  const delegates = membersOf(section, "delegates").flatMap(({ path, gateway, member }) => {
    const { nameServer = "" } = gateway;
    const managed = nameServers[nameServer]?.zones ?? [];
    if (delegationFault(member.domain, US, { managed, delegated: new Map() }) === undefined) return [];
    const where = formatPropertyPath([...path, "domain"]);
    const reason = `is a zone of groundplan:nameServers.${nameServer} itself, and needs no delegation`;
    return [{ path: where, reason, fix: setCommand(where) }];
  });
  return [...subdomains, ...delegates];
}
