import { traffic } from "../../../../providers/vimana/traffic.js";
import { route, SECOND_ROUTE, serviceOf, World } from "./world.js";

const ROLLOUT = { to: "1.1.0", deadline: "30m", steps: [{ weight: 100 }] };

function problems(rest: Readonly<Record<string, unknown>>): string[] {
  const given = traffic.inputs.parse({
    cluster: "lab",
    namespace: "apps",
    fullName: "0123456789abcdef0123456789abcdef:cart",
    carriers: [JSON.stringify(route())],
    backends: { "1.0.0": serviceOf("1.0.0") },
    ...rest,
  });
  return (traffic.problems?.(given) ?? []).map(({ path, reason }) => `${path}: ${reason}`);
}

test.each<[string, Readonly<Record<string, unknown>>, string[]]>([
  ["neither weights nor a rollout", {}, ["weights: is needed without a rollout, and only then"]],
  [
    "weights of an unknown version",
    { weights: { "9.0.0": 1 } },
    ['weights["9.0.0"]: names a version that has no backend'],
  ],
  [
    "a rollout to an unknown version",
    { rollout: ROLLOUT },
    ["rollout.to: names version 1.1.0, which has no backend"],
  ],
  [
    "a rollout of weights that somebody else sets",
    { rollout: { ...ROLLOUT, to: "1.0.0" }, managed: "external" },
    ["managed: must be pulumi with a rollout, which sets the weights"],
  ],
  [
    "a route elsewhere, and one without a name",
    {
      weights: {},
      carriers: [
        JSON.stringify({ ...route(), metadata: { name: "r-1", namespace: "other" } }),
        JSON.stringify({ ...route(), metadata: { namespace: "apps" } }),
      ],
    },
    ["carriers[0]: must be in namespace apps", "carriers[1]: must have a name"],
  ],
])("%s is a fault", (_, rest, expected) => {
  expect(problems(rest)).toEqual(expected);
});

test("the order of keys in a carrier and zero weights make no difference", () => {
  const world = new World();
  const { apiVersion, kind, metadata, ...rest } = route(SECOND_ROUTE);
  const other = JSON.stringify({ ...rest, metadata, kind, apiVersion });
  const inputs = world.inputs({ carriers: [other], weights: { "1.0.0": 1, "1.1.0": 0 } });
  expect(inputs).toEqual(
    world.inputs({ carriers: [JSON.stringify(route(SECOND_ROUTE))], weights: { "1.0.0": 1 } }),
  );
});

test("an update may take as long as a rollout, its last writes and the drain, unless the stack says otherwise", () => {
  const world = new World();
  const rest = { drainSeconds: 40, acceptTimeoutSeconds: 100 };
  expect(world.inputs({ weights: {}, ...rest }).timeouts).toEqual({ create: 460, update: 460 });
  expect(world.inputs({ rollout: ROLLOUT, ...rest }).timeouts).toEqual({ create: 2260, update: 2260 });
  expect(world.inputs({ weights: {}, timeouts: { update: 7 } }).timeouts).toMatchObject({ update: 7 });
});
