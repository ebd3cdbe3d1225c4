import { KilledGateways } from "../../support/gateway-kills.js";

let kills: KilledGateways;

beforeAll(async () => {
  kills = await KilledGateways.open("killed-gateways");
});

afterAll(() => kills.close());

// The long form, at twenty points, runs in the soak tier.
/** Four parts of the node, two proxies, a reverse proxy, a zone and a peer; three names, and the zone's own. */
const WHOLE = { workloads: 9, names: 4, peers: 1 };

test("a gateway whose up, change and end are killed is finished by the next command", async () => {
  const nothing = await kills.traces();
  await kills.declare("first");
  await kills.killAtCall("up", 12, "engine");
  expect(kills.counts(await kills.converged("up"))).toEqual(WHOLE);

  await kills.declare("second");
  await kills.killAtResource("update", "edge-subdomain-www", "engine");
  expect(kills.counts(await kills.converged("update"))).toEqual(WHOLE);

  await kills.killAtCall("destroy", 4, "provider");
  expect(await kills.converged("destroy")).toBe(nothing);
});
