import { NODES } from "../../lab/profiles/index.js";
import type { Point } from "../support/node-gates.js";
import { KilledUps } from "../support/reservation-kills.js";

const POINTS = 20;

let kills: KilledUps;
let nothing: string;
let whole: string;
let points: readonly Point[];

beforeAll(async () => {
  kills = await KilledUps.open("killed");
  nothing = await kills.scene.traces();
  const calls = await kills.calls();
  whole = await kills.scene.traces();
  await kills.scene.make("destroy");
  const all = NODES.flatMap((node) =>
    Array.from({ length: calls[node] }, (_, index) => ({ node, call: index + 1 })),
  );
  expect(all.length).toBeGreaterThan(POINTS);
  points = Array.from(
    { length: POINTS },
    (_, index) => all[Math.floor((index * all.length) / POINTS)] ?? { node: "node1", call: 1 },
  );
});

afterAll(() => kills.close());

test.each(Array.from({ length: POINTS }, (_, index) => index))(
  "an up that is killed at point %i of twenty is finished by the next one",
  async (index) => {
    const point = points[index];
    if (point === undefined) throw new Error("there is no such point");
    await kills.killAt(point, index % 2 === 0 ? "provider" : "engine");
    expect(await kills.converged()).toBe(whole);
    await kills.scene.make("destroy");
    expect(await kills.scene.traces()).toBe(nothing);
  },
);
