import { z } from "zod";
import { foundRows, rowDrift, zoneRows, type ZoneRow } from "../../../model/gateway/dns/zone-rows.js";
import type { NodeWorkload } from "../../node/definition.js";
import { nameServerTarget } from "../../targets/name-server.js";
import type { GatewayNameServerInputs, GatewayNameServerOutputs } from "../name-server.js";
import { ENSURE_NAME_SERVER } from "./scripts/ensure.sh.js";
import { INSPECT_NAME_SERVERS } from "./scripts/inspect.sh.js";
import { REMOVE_NAME_SERVER } from "./scripts/remove.sh.js";

/** Seconds for which others may remember a managed zone's own records. */
const ZONE_TTL = 3600;

/** Programs by the software that has them, and the packages they are in. */
const PROGRAMS = {
  knot: { knotd: "knot", knotc: "knot" },
  bind: { named: "bind9", nsupdate: "bind9-dnsutils", dig: "bind9-dnsutils" },
} as const;

const found = z.object({
  software: z.enum(["knot", "bind"]),
  port: z.number(),
  /** With blanks between. */
  listen: z.string(),
  state: z.string(),
  config: z.enum(["same", "changed"]),
  key: z.enum(["same", "changed"]),
  zones: z.array(
    z.object({
      zone: z.string(),
      served: z.boolean(),
      /** Its own records, one a line. */
      rows: z.string(),
      /** Names of others, one a line. */
      foreign: z.string(),
    }),
  ),
});
type Found = z.output<typeof found>;

/** DNS servers of nodes. */
export const nameServerOnNode: NodeWorkload<GatewayNameServerInputs, Found, GatewayNameServerOutputs> = {
  sort: "name-server",
  order: 15,
  lacks: ({ software }, { tools }) =>
    software === undefined
      ? []
      : Object.entries(PROGRAMS[software])
          .filter(([program]) => !(program in tools))
          .map(([program, name]) => `the program ${program} is missing: install ${name}`),
  ensure: ENSURE_NAME_SERVER,
  inspect: INSPECT_NAME_SERVERS,
  remove: REMOVE_NAME_SERVER,
  async parameters(inputs, _node, context) {
    const { software, port, listen, nameServer, zones, addresses } = inputs;
    const { key } = await context.target(nameServerTarget, nameServer);
    return {
      ...{ software, port, listen: listen.join(" "), zones: zones.join(" ") },
      ...{ key_name: key.name, key_algorithm: key.algorithm, key_secret: key.secret.toString("base64") },
      rows: zones.flatMap((zone) => rowsOf(inputs, zone).map((row) => `${zone} ${row}`)).join("\n"),
      hosts: Object.keys(addresses)
        .map((host) => `${host}.`)
        .join(" "),
    };
  },
  found,
  asFound: (there, { inputs }) => ({
    inputs: {
      ...inputs,
      software: there.software,
      zones: there.zones.map(({ zone }) => zone).sort(),
    },
    outputs: {},
    drift: driftOf(there, inputs),
  }),
  refusals: ({ old, news, found: there }) =>
    (there?.zones ?? [])
      .filter(
        ({ zone, foreign }) =>
          foreign !== "" && !news.zones.includes(zone) && old?.inputs.zones.includes(zone),
      )
      .map(
        ({ zone, foreign }) => `the zone ${zone} holds names that are not of this stack: ${some(foreign)}`,
      ),
  steps: (old, { software, zones = [], node, port }) => {
    if (old === undefined) {
      return [`run ${String(software)} on ${String(node)}, port ${String(port)}, for ${zones.join(", ")}`];
    }
    return [
      ...(software === undefined || software === old.software
        ? []
        : [`replace ${old.software} with ${software}; zones are kept`]),
      ...zones.filter((zone) => !old.zones.includes(zone)).map((zone) => `make the zone ${zone}`),
      ...old.zones
        .filter((zone) => !zones.includes(zone))
        .map((zone) => `remove the zone ${zone} and its records`),
    ];
  },
};

function rowsOf({ nameServers, addresses }: GatewayNameServerInputs, zone: string): readonly ZoneRow[] {
  return zoneRows({ zone, nameServers, ttl: ZONE_TTL, addresses });
}

function driftOf({ state, config, key, zones }: Found, inputs: GatewayNameServerInputs): readonly string[] {
  return [
    ...(config === "same" ? [] : ["configuration: changed"]),
    ...(key === "same" ? [] : ["key: changed"]),
    ...(state === "running" ? zones.flatMap((zone) => zoneDrift(zone, inputs)) : [`process: ${state}`]),
  ];
}

function zoneDrift(
  { zone, served, rows }: Found["zones"][number],
  inputs: GatewayNameServerInputs,
): readonly string[] {
  if (!served) return [`zone ${zone}: not served`];
  return rowDrift(rowsOf(inputs, zone), foundRows(rows)).map((line) => `zone ${zone}: ${line}`);
}

/** The first of the names. */
function some(names: string): string {
  const all = names.split("\n");
  const more = all.length > 3 ? ` and ${all.length - 3} more` : "";
  return `${all.slice(0, 3).join(", ")}${more}`;
}
