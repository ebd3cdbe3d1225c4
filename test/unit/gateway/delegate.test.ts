import { FakeNameServer } from "../../../clients/dns/fake.js";
import { FakeNode } from "../../../clients/node/fake.js";
import { ownerRecord } from "../../../model/gateway/dns/owner-record.js";
import { refuseTaken } from "../../../providers/gateway/delegate/checks.js";
import { delegateOnNode } from "../../../providers/gateway/delegate/on-node.js";
import { gatewayDelegate, type GatewayDelegateInputs } from "../../../providers/gateway/delegate.js";
import type { OpenNode } from "../../../providers/targets/node.js";
import { contextWith, ZONE } from "./name-server-context.js";

const DOMAIN = "example.test";
const HOST = `ns1.${ZONE}`;
const node: OpenNode = { name: "node1", client: new FakeNode({}), pools: {} };

function inputs(given: Partial<GatewayDelegateInputs> = {}): GatewayDelegateInputs {
  return gatewayDelegate.inputs.parse({
    ...{ node: "node1", nameServer: "main", domain: DOMAIN, nameServers: [HOST] },
    ...given,
  });
}

type Found = Parameters<typeof delegateOnNode.asFound>[0];

function asFound(given: Partial<Found>) {
  const rows = [
    `${DOMAIN}. 3600 SOA ${HOST}. hostmaster.${DOMAIN}. 7 1 1 1 1`,
    `${DOMAIN}. 3600 NS ${HOST}.`,
  ];
  const whole: Found = {
    ...{ zone: DOMAIN, state: "running", claimed: true, served: true, owner: "same" },
    rows: rows.join("\n"),
    ...given,
  };
  return delegateOnNode.asFound(whole, { inputs: inputs(), outputs: {} });
}

test("the script is told the zone's own records, with whose it is", async () => {
  const context = contextWith(new FakeNameServer(ZONE), []);
  expect(await delegateOnNode.parameters(inputs({ ttl: 60 }), node, context)).toEqual({
    port: 53,
    zone: DOMAIN,
    rows: [
      `${DOMAIN}. 60 SOA ${HOST}. hostmaster.${DOMAIN}.`,
      `${DOMAIN}. 60 NS ${HOST}.`,
      `__owner__.${DOMAIN}. 600 TXT "i/shop/dev/web" "token=t1"`,
    ].join("\n"),
  });
});

test("name servers and ttl are found as inputs, everything else as a line", () => {
  expect(asFound({})).toEqual({ inputs: inputs(), outputs: { zone: DOMAIN }, drift: [] });
  const soa = `${DOMAIN}. 3600 SOA ${HOST}. hostmaster.${DOMAIN}. 7 1 1 1 1`;
  expect(
    asFound({ rows: `${soa}\n${DOMAIN}. 3600 NS ${HOST}.\n${DOMAIN}. 3600 NS other.test.` }),
  ).toMatchObject({
    inputs: { nameServers: [HOST, "other.test"] },
    drift: [],
  });
  expect(asFound({ rows: `${soa}\n${DOMAIN}. 60 NS ${HOST}.` })).toMatchObject({
    inputs: { ttl: 60 },
    drift: [],
  });
  expect(asFound({ rows: `${soa.replace(HOST, "evil.test")}\n${DOMAIN}. 3600 NS ${HOST}.` }).drift).toEqual([
    `SOA record: evil.test. hostmaster.${DOMAIN}.`,
  ]);
  expect(asFound({ owner: "missing" }).drift).toEqual(["owner record: missing"]);
  expect(asFound({ claimed: false }).drift).toEqual(["zone: missing"]);
  expect(asFound({ state: "failed" }).drift).toEqual(["name server: failed"]);
});

test("a zone of another stack is refused, one of this stack and one that nobody has are not", async () => {
  const server = new FakeNameServer(ZONE);
  const refused = () => refuseTaken(contextWith(server, []), inputs());
  await refused();
  server.addZone(DOMAIN);
  await refused();
  server.put(ownerRecord(DOMAIN, { mark: "i/shop/dev/other", token: "x" }));
  await refused();
  server.removeZone(DOMAIN);
  server.addZone(DOMAIN);
  server.put(ownerRecord(DOMAIN, { mark: "i/shop/prod/web", token: "x" }));
  await expect(refused()).rejects.toThrow(`unauthorized: the zone ${DOMAIN} belongs to i/shop/prod/web`);
  server.goDown();
  await refused();
  server.goDown("Unauthorized");
  await expect(refused()).rejects.toThrow("it is down");
  await expect(refuseTaken(contextWith(server, []), inputs({ domain: ZONE }))).rejects.toThrow(
    `${ZONE} is managed by the name server itself`,
  );
});

test("the plan tells what is made and what changes", () => {
  expect(delegateOnNode.steps?.(undefined, inputs())).toEqual([
    `make the zone ${DOMAIN}, answered for by ${HOST}`,
  ]);
  expect(delegateOnNode.steps?.(inputs(), inputs())).toEqual([]);
  expect(delegateOnNode.steps?.(inputs(), inputs({ nameServers: ["a.test", "b.test"], ttl: 60 }))).toEqual([
    `have ${DOMAIN} answered for by a.test, b.test`,
    `change the ttl of ${DOMAIN} to 60 s`,
  ]);
});

test("inputs have one form, and what cannot be is said", () => {
  const given = inputs({ domain: "Example.Test", nameServers: ["b.test", "a.test", "b.test"] });
  expect(gatewayDelegate.normalise?.(given)).toMatchObject({
    domain: DOMAIN,
    nameServers: ["a.test", "b.test"],
  });
  const faults = (rest: Partial<GatewayDelegateInputs>): readonly string[] =>
    (gatewayDelegate.problems?.({ ...given, ...rest }) ?? []).map(({ path, reason }) => `${path}: ${reason}`);
  expect(faults({})).toEqual([]);
  expect(faults({ nameServers: [`ns1.${DOMAIN}`] }).join()).toContain(
    "nameServers[0]: is inside of the zone, where nothing tells its address",
  );
  expect(faults({ nameServer: undefined, nameServers: [] })).toEqual([
    "nameServer: is missing; a name in groundplan:nameServers",
    "nameServers: is empty; host names of the servers that answer for the zone",
  ]);
  expect(faults({ nameServer: undefined, nameServers: [], explorer: "main" })).toEqual([]);
});
