import { FakeNode } from "../../../clients/node/fake.js";
import { nameServerOnNode } from "../../../providers/gateway/name-server/on-node.js";
import { gatewayNameServer, type GatewayNameServerInputs } from "../../../providers/gateway/name-server.js";
import { FakeNameServer } from "../../../clients/dns/fake.js";
import type { OpenNode } from "../../../providers/targets/node.js";
import { contextWith, ZONE } from "./name-server-context.js";

const HOST = `ns1.${ZONE}`;
const node: OpenNode = { name: "node1", client: new FakeNode({}), pools: {} };

function inputs(given: Partial<GatewayNameServerInputs> = {}): GatewayNameServerInputs {
  return gatewayNameServer.inputs.parse({
    ...{ node: "node1", software: "knot", nameServer: "main", zones: [ZONE], nameServers: [HOST] },
    addresses: { [HOST]: ["192.0.2.1"] },
    ...given,
  });
}

const ROWS = [
  `${ZONE}. 3600 SOA ${HOST}. hostmaster.${ZONE}. 7 3600 600 1209600 300`,
  `${ZONE}. 3600 NS ${HOST}.`,
  `${HOST}. 3600 A 192.0.2.1`,
].join("\n");

type Found = Parameters<typeof nameServerOnNode.asFound>[0];

function found(given: Partial<Found> = {}): Found {
  return {
    ...{ software: "knot", port: 53, listen: "0.0.0.0 ::", state: "running", config: "same", key: "same" },
    zones: [{ zone: ZONE, served: true, rows: ROWS, foreign: "" }],
    ...given,
  };
}

function driftOf(given: Partial<Found>): readonly string[] {
  return nameServerOnNode.asFound(found(given), { inputs: inputs(), outputs: {} }).drift;
}

test("the script is told the records of each zone, and the key as a secret", async () => {
  const wanted = inputs({ zones: [ZONE, "more.test"] });
  const context = contextWith(new FakeNameServer(ZONE), []);
  expect(await nameServerOnNode.parameters(wanted, node, context)).toEqual({
    ...{ software: "knot", port: 53, listen: "0.0.0.0 ::", zones: `${ZONE} more.test`, hosts: `${HOST}.` },
    ...{ key_name: "groundplan", key_algorithm: "hmac-sha256" },
    key_secret: Buffer.alloc(32, 1).toString("base64"),
    rows: [
      `${ZONE} ${ZONE}. 3600 SOA ${HOST}. hostmaster.${ZONE}.`,
      `${ZONE} ${ZONE}. 3600 NS ${HOST}.`,
      `${ZONE} ${HOST}. 3600 A 192.0.2.1`,
      `more.test more.test. 3600 SOA ${HOST}. hostmaster.more.test.`,
      `more.test more.test. 3600 NS ${HOST}.`,
    ].join("\n"),
  });
  expect(nameServerOnNode.ensure.secrets).toEqual(["key_secret"]);
});

test("what differs on the node is told, a line each", () => {
  expect(driftOf({})).toEqual([]);
  expect(driftOf({ config: "changed", key: "changed" })).toEqual(["configuration: changed", "key: changed"]);
  expect(driftOf({ state: "stopped" })).toEqual(["process: stopped"]);
  expect(driftOf({ zones: [{ zone: ZONE, served: false, rows: "", foreign: "" }] })).toEqual([
    `zone ${ZONE}: not served`,
  ]);
  expect(
    driftOf({
      zones: [{ zone: ZONE, served: true, rows: ROWS.replace("192.0.2.1", "192.0.2.9"), foreign: "" }],
    }),
  ).toEqual([
    `zone ${ZONE}: record missing: ${HOST}. 3600 A 192.0.2.1`,
    `zone ${ZONE}: record not wanted: ${HOST}. 3600 A 192.0.2.9`,
  ]);
});

test("a zone that is lost on the node, and another program, show as inputs", () => {
  const { inputs: seen } = nameServerOnNode.asFound(found({ software: "bind", zones: [] }), {
    inputs: inputs(),
    outputs: {},
  });
  expect(seen).toEqual({ ...inputs(), software: "bind", zones: [] });
});

test("a zone with names of others is not taken away", () => {
  const foreign = ["a", "b", "c", "d"].map((name) => `${name}.${ZONE} (i/p/s/${name})`).join("\n");
  const refusals = (zones: readonly string[]) =>
    nameServerOnNode.refusals?.({
      old: { inputs: inputs(), outputs: { workloadId: "x", drift: [] } },
      news: inputs({ zones: [...zones] }),
      found: found({ zones: [{ zone: ZONE, served: true, rows: ROWS, foreign }] }),
    });
  expect(refusals([ZONE, "more.test"])).toEqual([]);
  expect(refusals(["more.test"])).toEqual([
    `the zone ${ZONE} holds names that are not of this stack: a.${ZONE} (i/p/s/a), b.${ZONE} (i/p/s/b), c.${ZONE} (i/p/s/c) and 1 more`,
  ]);
});

test("the plan tells what is run and which zones come and go", () => {
  expect(nameServerOnNode.steps?.(undefined, inputs())).toEqual([`run knot on node1, port 53, for ${ZONE}`]);
  expect(nameServerOnNode.steps?.(inputs(), inputs())).toEqual([]);
  expect(nameServerOnNode.steps?.(inputs(), inputs({ software: "bind", zones: ["more.test"] }))).toEqual([
    "replace knot with bind; zones are kept",
    "make the zone more.test",
    `remove the zone ${ZONE} and its records`,
  ]);
});

test("programs that are missing are told with their packages", () => {
  const lacks = (software: "knot" | "bind", tools: Record<string, string>) =>
    nameServerOnNode.lacks?.(
      { software },
      {
        ...{ kernel: "6.1", architecture: "x86_64", hostname: "node1", os: { id: "debian", version: "12" } },
        ...{ bootId: null, clockAhead: 0, root: true, cgroup: 2, systemd: true, memory: 1, cpus: 1 },
        ...{
          wireguard: { kernel: false, userspace: false },
          disk: { size: 1, free: 1 },
          pools: {},
          workloads: [],
        },
        tools,
      },
      node,
    );
  expect(lacks("knot", {})).toEqual([
    "the program knotd is missing: install knot",
    "the program knotc is missing: install knot",
  ]);
  expect(lacks("bind", { named: "9.18" })).toEqual([
    "the program nsupdate is missing: install bind9-dnsutils",
    "the program dig is missing: install bind9-dnsutils",
  ]);
  expect(lacks("bind", { named: "9.18", nsupdate: "9.18", dig: "9.18" })).toEqual([]);
});

test("inputs have one form, and what cannot be is said", () => {
  const given = inputs({ zones: ["b.test", "a.test", "a.test"], addresses: {}, listen: ["::", "0.0.0.0"] });
  expect(gatewayNameServer.normalise?.(given)).toMatchObject({
    zones: ["a.test", "b.test"],
    listen: ["0.0.0.0", "::"],
  });
  const faults = (rest: Partial<GatewayNameServerInputs>): readonly string[] =>
    (gatewayNameServer.problems?.(inputs(rest)) ?? []).map(({ path, reason }) => `${path}: ${reason}`);
  expect(faults({})).toEqual([]);
  expect(faults({ explorer: "main" })).toEqual([
    "explorer: is not for a name server: it runs on a node of the stack",
  ]);
  expect(faults({ listen: ["everywhere"] })).toEqual([`listen[0]: "everywhere" is no IP address`]);
  expect(faults({ addresses: { [HOST]: ["192.0.2.1"], "ns1.example.com": ["192.0.2.1"] } })).toEqual([
    `addresses["ns1.example.com"]: is in none of the zones`,
  ]);
  expect(faults({ addresses: {} })).toEqual([
    `nameServers[0]: is inside of the zones: tell its addresses in addresses["${HOST}"]`,
  ]);
  expect(faults({ addresses: { [HOST]: ["x"] } })).toEqual([`addresses["${HOST}"][0]: "x" is no IP address`]);
});
