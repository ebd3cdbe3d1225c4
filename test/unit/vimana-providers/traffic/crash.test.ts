import { type Known, route, SECOND_ROUTE, World } from "./world.js";

const CARRIERS = [JSON.stringify(route()), JSON.stringify(route(SECOND_ROUTE, ["other.example.com"]))];
const ROLLOUT = {
  to: "1.1.0",
  deadline: "1h",
  steps: [{ weight: 20, pause: "60s", checks: ["health"] }, { weight: 100 }],
  checks: { health: { http: { url: "http://cart/health" } } },
};

jest.setTimeout(60_000);

interface Change {
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** A world with what is there before a change. */
async function prepared(before: Change["before"]): Promise<{ world: World; known: Known | undefined }> {
  const world = new World();
  const known =
    before === undefined ? undefined : await world.up(world.inputs({ carriers: CARRIERS, ...before }));
  return { world, known };
}

/** Weights of the first route as they followed each other, with the time of each. */
function movesOf(world: World): { readonly weights: string; readonly at: number }[] {
  const moves: { weights: string; at: number }[] = [];
  const look = (): void => {
    const [weights = ""] = world.weights();
    if (weights !== (moves.at(-1)?.weights ?? "")) moves.push({ weights, at: world.time });
  };
  look();
  world.cluster.inject((_, moment) => {
    if (moment === "after") look();
    return undefined;
  });
  return moves;
}

/** The change with a process that dies at a request, and the next one that finishes; what was seen on the way. */
async function killedAt(
  { before, after }: Change,
  request: number,
  diesAfterEffect: boolean,
): Promise<{
  readonly moves: { readonly weights: string; readonly at: number }[];
  readonly world: World;
  readonly end: Known;
}> {
  const { world, known } = await prepared(before);
  const moves = movesOf(world);
  const inputs = world.inputs({ carriers: CARRIERS, ...after });
  Object.assign(world, { diesAt: world.requests + request, diesAfterEffect });
  await expect(world.up(inputs, known)).rejects.toThrow(/process was killed/);
  world.revive();
  await world.settle();
  const end = await world.up(inputs, known);
  return { moves, world, end };
}

async function requestsOf({ before, after }: Change): Promise<number> {
  const { world, known } = await prepared(before);
  const first = world.requests;
  await world.up(world.inputs({ carriers: CARRIERS, ...after }), known);
  return world.requests - first;
}

async function atEach(last: number, act: (request: number) => Promise<void>): Promise<void> {
  for (let request = 1; request <= last; request++) await act(request);
}

describe.each([
  ["before it takes effect", false],
  ["after it took effect", true],
])("a process that dies at any request, %s,", (_, afterEffect) => {
  test("leaves a creation that the next one finishes", async () => {
    const change = { after: { weights: { "1.0.0": 4, "1.1.0": 1 } } };
    await atEach(await requestsOf(change), async (request) => {
      const { world, end } = await killedAt(change, request, afterEffect);
      const weights = [world.weights(), world.weights(SECOND_ROUTE)].flat();
      expect({ request, weights }).toEqual({ request, weights: Array(4).fill("1.0.0=4 1.1.0=1") });
      await world.delete(end);
      expect({ request, left: world.cluster.objects("GRPCRoute") }).toEqual({ request, left: [] });
    });
  });

  test("leaves a change of weights that the next one finishes, and the drain is never cut short", async () => {
    const change = { before: { weights: { "1.0.0": 1 } }, after: { weights: { "1.1.0": 1 } } };
    await atEach(await requestsOf(change), async (request) => {
      const { world, moves } = await killedAt(change, request, afterEffect);
      const weights = [world.weights(), world.weights(SECOND_ROUTE)].flat();
      expect({ request, weights }).toEqual({ request, weights: Array(4).fill("1.1.0=1") });
      const moved = moves.find((move) => move.weights === "1.1.0=1")?.at ?? Infinity;
      expect(world.time - moved).toBeGreaterThanOrEqual(30_000);
      expect(world.annotation("groundplan.dev/draining")).toBeUndefined();
    });
  });

  test("leaves a rollout that goes on from its recorded step, each step as long as declared", async () => {
    const change = { before: { weights: { "1.0.0": 1 } }, after: { rollout: ROLLOUT } };
    await atEach(await requestsOf(change), async (request) => {
      const { world, moves, end } = await killedAt(change, request, afterEffect);
      expect({ request, moves: moves.map(({ weights }) => weights) }).toEqual({
        request,
        moves: ["1.0.0=1", "1.0.0=4 1.1.0=1", "1.1.0=1"],
      });
      const [, first = 0, last = 0] = moves.map(({ at }) => at);
      expect(last - first).toBe(60_000);
      expect(world.time - last).toBeGreaterThanOrEqual(30_000);
      expect(world.weights(SECOND_ROUTE)).toEqual(["1.1.0=1", "1.1.0=1"]);
      expect(end.outputs.rolloutStatus).toMatchObject({ phase: "Succeeded" });
    });
  });

  test("leaves a deletion that the next one finishes", async () => {
    const { world: whole, known: all } = await prepared({ weights: { "1.0.0": 1 } });
    const first = whole.requests;
    if (all !== undefined) await whole.delete(all);
    await atEach(whole.requests - first, async (request) => {
      const { world, known } = await prepared({ weights: { "1.0.0": 1 } });
      if (known === undefined) throw new Error("nothing was made");
      Object.assign(world, { diesAt: world.requests + request, diesAfterEffect: afterEffect });
      await expect(world.delete(known)).rejects.toThrow(/process was killed/);
      world.revive();
      await world.delete(known);
      expect({ request, left: world.cluster.objects("GRPCRoute") }).toEqual({ request, left: [] });
    });
  });
});
