import { FakeNameServer } from "../../../clients/dns/fake.js";
import { ownerNameOf, ownerRecord } from "../../../model/gateway/dns/owner-record.js";
import type { DnsRecord } from "../../../model/gateway/dns/records.js";
import {
  gatewaySubdomain,
  type GatewaySubdomainInputs,
  type GatewaySubdomainOutputs,
} from "../../../providers/gateway/subdomain.js";
import { subdomainOnNameServer } from "../../../providers/gateway/subdomain/on-name-server.js";
import type { KindState } from "../../../providers/runtime/kind.js";
import type { Plan } from "../../../providers/runtime/plan.js";
import { contextWith, ZONE, type Asker } from "./name-server-context.js";

type State = KindState<GatewaySubdomainInputs, GatewaySubdomainOutputs>;

const DOMAIN = `shop.${ZONE}`;
const THEIRS = { mark: "i/shop/other/web", token: "x" };

let server: FakeNameServer;
let lines: string[];

beforeEach(() => {
  server = new FakeNameServer(ZONE);
  lines = [];
});

function inputs(given: Partial<GatewaySubdomainInputs> = {}): GatewaySubdomainInputs {
  return gatewaySubdomain.inputs.parse({ nameServer: "main", domain: DOMAIN, ips: ["192.0.2.1"], ...given });
}

async function create(given: Partial<GatewaySubdomainInputs> = {}, asker: Asker = {}): Promise<State> {
  const wanted = inputs(given);
  const made = await subdomainOnNameServer.create(contextWith(server, lines, asker), wanted);
  return { inputs: wanted, outputs: made.outputs };
}

async function update(
  state: State,
  given: Partial<GatewaySubdomainInputs>,
  asker: Asker = {},
): Promise<State> {
  const wanted = inputs(given);
  const { outputs } = await subdomainOnNameServer.update(
    contextWith(server, lines, asker),
    state.outputs.workloadId,
    state,
    wanted,
  );
  return { inputs: wanted, outputs };
}

function read(state: State, asker: Asker = {}): Promise<State | undefined> {
  return subdomainOnNameServer.read(contextWith(server, lines, asker), state.outputs.workloadId, state);
}

function remove(state: State, asker: Asker = {}): Promise<void> {
  return subdomainOnNameServer.delete(contextWith(server, lines, asker), state.outputs.workloadId, state);
}

async function plan(news: Partial<GatewaySubdomainInputs>, old?: State): Promise<Plan | undefined> {
  return subdomainOnNameServer.plan?.(contextWith(server, lines), {
    old: old === undefined ? undefined : { id: old.outputs.workloadId, ...old },
    news,
    unknown: [],
    preview: true,
  });
}

const address = (ip: string, ttl = 3600): DnsRecord => ({ name: DOMAIN, type: "A", ttl, data: [ip] });

test("a name and whose it is are written in one message", async () => {
  const made = await create({ ips: ["192.0.2.1", "2001:db8::1"], ttl: 60 });
  expect(made.outputs).toMatchObject({ fqdn: DOMAIN, drift: [] });
  expect(server.updates).toHaveLength(1);
  expect(server.lines).toEqual([
    `__owner__.${DOMAIN} 600 TXT i/shop/dev/web token=t1`,
    `${DOMAIN} 60 A 192.0.2.1`,
    `${DOMAIN} 60 AAAA 2001:db8::1`,
  ]);
  expect(await read(made)).toEqual(made);
});

test("a creation whose answer got lost is found by the next one, which makes nothing twice", async () => {
  server.loseAnswer();
  await expect(create()).rejects.toThrow("the answer was lost");
  const made = await create({}, { token: "t2" });
  expect(server.lines).toEqual([
    `__owner__.${DOMAIN} 600 TXT i/shop/dev/web token=t2`,
    `${DOMAIN} 3600 A 192.0.2.1`,
  ]);
  expect(await read(made, { token: "t2" })).toEqual(made);
  expect(await read(made, { token: "t1" })).toBeUndefined();
  expect(lines.join()).toContain("is this resource's no more");
});

test("a name of another stack is refused, also when that stack is faster at the last moment", async () => {
  server.beforeUpdate = () => {
    server.put(address("192.0.2.9"), ownerRecord(DOMAIN, THEIRS));
  };
  await expect(create()).rejects.toThrow(
    `${DOMAIN} is in use: it exists already and belongs to ${THEIRS.mark}`,
  );
  expect(server.lines).toContain(`${DOMAIN} 3600 A 192.0.2.9`);
  await expect(plan(inputs())).rejects.toThrow(THEIRS.mark);
  await create({ adopt: true });
  expect(server.lines).toEqual([
    `__owner__.${DOMAIN} 600 TXT i/shop/dev/web token=t1`,
    `${DOMAIN} 3600 A 192.0.2.1`,
  ]);
});

test("records without an owner are refused unless they are taken over, and others beside them stay", async () => {
  server.put(address("192.0.2.9"));
  await expect(create()).rejects.toThrow("bears no owner mark; set `adopt: true` to take it over");
  const made = await create({ adopt: true });
  server.put({ name: DOMAIN, type: "TXT", ttl: 60, data: ["mine"] });
  await remove(made);
  expect(server.lines).toEqual([`${DOMAIN} 60 TXT mine`]);
  await expect(create()).rejects.toThrow("has records of other types already");
  await create({ adopt: true });
  expect(server.lines).toContain(`${DOMAIN} 60 TXT mine`);
});

test("a change is made in one message, and only to what is still ours", async () => {
  const made = await create();
  await update(made, { ips: ["192.0.2.2"], ttl: 5 });
  expect(server.lines).toContain(`${DOMAIN} 5 A 192.0.2.2`);
  expect(server.updates).toHaveLength(2);
  expect(server.updates[1]?.prerequisites).toEqual([
    { is: "exactly", records: [ownerRecord(DOMAIN, { mark: "i/shop/dev/web", token: "t1" })] },
  ]);
  await server.update({
    zone: ZONE,
    prerequisites: [],
    changes: [
      { do: "remove", name: ownerNameOf(DOMAIN), type: "TXT" },
      { do: "add", record: ownerRecord(DOMAIN, THEIRS) },
    ],
  });
  await expect(update(made, { ips: ["192.0.2.3"] })).rejects.toThrow(THEIRS.mark);
  await remove(made);
  expect(lines.join()).toContain(`is held by ${THEIRS.mark} and is left alone`);
  expect(server.lines).toContain(`${DOMAIN} 5 A 192.0.2.2`);
});

test("a lost owner's record is written again, unless the addresses are not ours either", async () => {
  const made = await create();
  const loseOwner = { do: "remove", name: ownerNameOf(DOMAIN), type: "TXT" } as const;
  await server.update({ zone: ZONE, prerequisites: [], changes: [loseOwner] });
  const found = await read(made);
  expect(found?.outputs.drift).toEqual(["owner record: missing"]);
  await update(made, {});
  expect(await read(made)).toEqual(made);

  await server.update({
    zone: ZONE,
    prerequisites: [],
    changes: [
      loseOwner,
      { do: "remove", name: DOMAIN, type: "A" },
      { do: "add", record: address("192.0.2.66") },
    ],
  });
  await expect(update(made, {})).rejects.toThrow("bears no owner mark");
  const seen = await read(made);
  if (seen === undefined) throw new Error("it is there");
  await update(seen, {});
  expect(await read(made)).toEqual(made);
});

test("drift shows as inputs where it is one, and as a line where not", async () => {
  const made = await create({ ips: ["192.0.2.1", "192.0.2.2"] });
  await server.update({
    zone: ZONE,
    prerequisites: [],
    changes: [
      { do: "remove", name: DOMAIN, type: "A" },
      { do: "add", record: address("192.0.2.3", 7) },
    ],
  });
  expect((await read(made))?.inputs).toEqual({ ...made.inputs, ips: ["192.0.2.3"], ttl: 7 });
  await server.update({
    zone: ZONE,
    prerequisites: [],
    changes: [
      { do: "remove", name: DOMAIN, type: "A" },
      { do: "add", record: { name: DOMAIN, type: "CNAME", ttl: 3600, data: ["elsewhere.test"] } },
    ],
  });
  const found = await read(made);
  expect(found?.inputs.ips).toEqual([]);
  expect(found?.outputs.drift).toEqual(["alias: elsewhere.test in the place of addresses"]);
  await update(made, {});
  expect(server.lines.filter((line) => line.startsWith(DOMAIN))).toEqual([`${DOMAIN} 3600 A 192.0.2.1`]);
});

test("a name whose zone is gone is gone, and its deletion is done", async () => {
  const made = await create();
  server.removeZone(ZONE);
  expect(await read(made)).toBeUndefined();
  await remove(made);
  await expect(create()).rejects.toThrow(
    `${DOMAIN} is in no zone of the name server; delegate the domain first`,
  );
});

test("a name in a delegated zone is for the stack that delegated it", async () => {
  const zone = "theirs.test";
  server.addZone(zone);
  await expect(create({ domain: `a.${zone}` })).rejects.toThrow(
    "neither among the managed ones nor delegated",
  );
  server.put(ownerRecord(zone, THEIRS));
  await expect(create({ domain: `a.${zone}` })).rejects.toThrow(
    `unauthorized: the zone ${zone} belongs to ${THEIRS.mark}`,
  );
  await create({ domain: `a.${zone}` }, { stack: "other" });
  expect(server.lines).toContain(`a.${zone} 3600 A 192.0.2.1`);
  await expect(create({ domain: zone })).rejects.toThrow(`${zone} is a zone itself`);
});

test("the plan tells what will be done, and that nobody can tell yet whether a name is free", async () => {
  const made = await create();
  expect(await plan(inputs(), made)).toBeUndefined();
  expect((await plan(inputs({ ips: ["192.0.2.2"], ttl: 5 }), made))?.steps).toEqual([
    `add 192.0.2.2 to ${DOMAIN}`,
    `remove 192.0.2.1 from ${DOMAIN}`,
    `change the ttl of ${DOMAIN} from 3600 s to 5 s`,
  ]);
  const drifted = { ...made, outputs: { ...made.outputs, drift: ["owner record: missing"] } };
  expect((await plan(inputs(), drifted))?.steps).toEqual(["repair: owner record: missing"]);
  server.goDown();
  expect(await plan(inputs({ domain: `new.${ZONE}` }))).toEqual({
    summary: "",
    steps: [`make new.${ZONE} lead to 192.0.2.1, for 3600 s`],
    notes: [
      `name server pretended:53 does not answer yet, so that it is not known whether new.${ZONE} is free`,
    ],
  });
  server.goDown("Unauthorized");
  await expect(plan(inputs({ domain: `new.${ZONE}` }))).rejects.toThrow("it is down");
});

test("inputs have one form, and what cannot be is said", () => {
  const given = inputs({ domain: "Shop.Apps.Test", ips: ["2001:DB8:0::1", "192.0.2.1", "192.0.2.1"] });
  const normal = gatewaySubdomain.normalise?.(given);
  expect(normal).toMatchObject({ domain: DOMAIN, ips: ["192.0.2.1", "2001:db8::1"], ttl: 3600 });
  const faults = (rest: Partial<GatewaySubdomainInputs>): readonly string[] =>
    (gatewaySubdomain.problems?.({ ...given, ...rest }) ?? []).map(
      ({ path, reason }) => `${path}: ${reason}`,
    );
  expect(faults({})).toEqual([]);
  expect(faults({ ips: ["192.0.2.256"] })).toEqual([`ips[0]: "192.0.2.256" is no IP address`]);
  expect(faults({ nameServer: undefined })).toEqual([
    "nameServer: is missing; a name in groundplan:nameServers",
  ]);
  expect(faults({ nameServer: undefined, explorer: "main" })).toEqual([
    "node: is missing; the gateway's id at the explorer",
  ]);
  expect(faults({ domain: "shop" }).join()).toContain("must have a name and a domain above it");
  expect(() => inputs({ ttl: 0 })).toThrow();
  expect(() => inputs({ ips: [] })).toThrow();
});
