import { KilledGateways, type Change } from "../support/gateway-kills.js";

// Four operations of a real engine for each point.
jest.setTimeout(1_200_000);

// Part of all calls that an operation makes, preview and all. Names are written without any call on a node.
const CALLS: readonly (readonly [Change, number])[] = [
  ...[0.2, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85].map((part) => ["up", part] as const),
  ...[0.3, 0.5, 0.65, 0.8].map((part) => ["update", part] as const),
  ...[0.15, 0.3, 0.45, 0.6, 0.75, 0.9].map((part) => ["destroy", part] as const),
];
const NAMES: readonly (readonly [Change, string])[] = [
  ["up", "edge-subdomain-www"],
  ["update", "edge-subdomain-www"],
  ["destroy", "edge-subdomain-www"],
];

let kills: KilledGateways;
let nothing: string;
const whole: Record<Change, string> = { up: "", update: "", destroy: "" };
const calls: Record<Change, number> = { up: 0, update: 0, destroy: 0 };

beforeAll(async () => {
  kills = await KilledGateways.open("killed-gateways");
  nothing = await kills.traces();
  for (const change of ["up", "update", "destroy"] as const) {
    calls[change] = await kills.calls(change);
    whole[change] = await kills.traces();
    if (change !== "destroy") await kills.scene.make("destroy");
  }
  expect(whole.destroy).toBe(nothing);
});

afterAll(() => kills.close());

/** What is begun and killed is finished by the same operation, and the end leaves nothing. */
async function expectFinished(change: Change): Promise<void> {
  expect(await kills.converged(change)).toBe(whole[change]);
  if (change !== "destroy") await kills.scene.make("destroy");
  expect(await kills.traces()).toBe(nothing);
}

test.each(CALLS)("%s, killed after %f of its calls on the node", async (change, part) => {
  await kills.before(change);
  const call = Math.max(1, Math.round(part * calls[change]));
  await kills.killAtCall(change, call, call % 2 === 0 ? "provider" : "engine");
  await expectFinished(change);
});

test.each(NAMES)("%s, killed while it works on the name %s", async (change, name) => {
  await kills.before(change);
  await kills.killAtResource(change, name, "engine");
  await expectFinished(change);
});
