import { refOf } from "../../../clients/kubernetes/objects.js";
import ensureBuilt from "../../support/built.js";
import { onStages } from "../../support/kind-stage.js";
import type { Properties } from "../../support/provider-process.js";
import { route, ROUTE, serviceOf, FULL_NAME } from "../../unit/vimana-providers/traffic/world.js";
import { Stage } from "./stage.js";
import { type CheckAnswer, CheckServer, vector } from "./traffic-check-server.js";

const NAME = "apps/shop/cart";

beforeAll(() => {
  ensureBuilt();
});

const onStage = onStages(async () => {
  const stage = await Stage.open();
  stage.api.settle = () => accept(stage);
  return stage;
});

/** The gateway accepts every route as it stands. */
async function accept({ cluster }: Stage): Promise<void> {
  for (const object of cluster.objects("GRPCRoute")) {
    const conditions = ["Accepted", "ResolvedRefs"].map((type) => ({
      type,
      status: "True",
      reason: type,
      message: "",
      observedGeneration: object.metadata.generation,
    }));
    const [parentRef] = (object["spec"] as { parentRefs: object[] }).parentRefs;
    const status = { parents: [{ parentRef, conditions }] };
    if (JSON.stringify(object["status"]) === JSON.stringify(status)) continue;
    await cluster.patch(
      refOf(object),
      { status },
      { type: "merge", subresource: "status", fieldManager: "gateway" },
    );
  }
}

function inputs(stage: Stage, rest: Properties): Properties {
  const backends = Object.fromEntries(["1.0.0", "1.1.0"].map((version) => [version, serviceOf(version)]));
  return stage.inputs("Traffic", NAME, {
    fullName: FULL_NAME,
    carriers: [JSON.stringify(route())],
    backends,
    drainSeconds: 0,
    ...rest,
  });
}

/** Weights of the route's first rule by Service. */
function weights({ cluster }: Stage): Record<string, number> {
  const { rules } = (cluster.peek(ROUTE)?.["spec"] ?? { rules: [] }) as {
    rules: { backendRefs?: { name: string; weight: number }[] }[];
  };
  return Object.fromEntries((rules[0]?.backendRefs ?? []).map(({ name, weight }) => [name, weight]));
}

const [OLD, NEW] = [serviceOf("1.0.0"), serviceOf("1.1.0")];

/** A rollout with pauses of a second and a query of a Prometheus that answers as told. */
async function withRollout(
  answer: () => CheckAnswer,
  act: (rollout: Properties) => Promise<void>,
): Promise<void> {
  const server = await CheckServer.start(answer);
  try {
    await act({
      to: "1.1.0",
      deadline: "1m",
      steps: [{ weight: 20, pause: "1s", checks: ["errors"] }, { weight: 60, pause: "1s" }, { weight: 100 }],
      checks: {
        errors: {
          prometheus: { address: server.address, query: 'errors{service="{{service}}"}' },
          successWhen: "< 0.01",
          interval: "500ms",
        },
      },
    });
  } finally {
    await server.stop();
  }
}

describe("the traffic of a server in the real provider process", () => {
  test("is planned, made, unchanged, changed, found drifted, repaired and deleted", () =>
    onStage(async (stage) => {
      const made = await stage.up(inputs(stage, { weights: { "1.0.0": 4, "1.1.0": 1 } }));
      expect(stage.said("Traffic", NAME)).toContain("weights of cart: 1.0.0 80%, 1.1.0 20%");
      expect(weights(stage)).toEqual({ [OLD]: 4, [NEW]: 1 });
      expect(made.properties).toMatchObject({ accepted: true, effectiveWeights: { "1.0.0": "80%" } });

      await stage.nextCommand();
      let mark = stage.api.arrivals.length;
      const again = await stage.up(inputs(stage, { weights: { "1.0.0": 4, "1.1.0": 1 } }), made);
      expect([again.changed, stage.api.arrivals.length]).toEqual([false, mark]);

      mark = stage.api.arrivals.length;
      const changed = await stage.up(inputs(stage, { weights: { "1.0.0": 1, "1.1.0": 1 } }), again);
      expect(stage.said("Traffic", NAME)).toContain("weights of cart: 1.0.0 80% → 50%, 1.1.0 20% → 50%");
      expect(stage.api.writesSince(mark)).toEqual([
        "PATCH /apis/gateway.networking.k8s.io/v1/namespaces/apps/grpcroutes/r-1",
      ]);

      stage.cluster.vanish(ROUTE);
      const { id } = await stage.provider.read(changed.id, changed.properties);
      expect(id).toBe("");
      const repaired = await stage.up(inputs(stage, { weights: { "1.0.0": 1, "1.1.0": 1 } }));
      expect((await stage.refresh(repaired)).drifted).toBe(false);
      await stage.provider.delete(repaired.id, repaired.properties);
      expect(stage.cluster.objects("GRPCRoute")).toEqual([]);
    }));

  test("shows edited weights as a change of the weights alone", () =>
    onStage(async (stage) => {
      const made = await stage.up(inputs(stage, { weights: { "1.0.0": 1 } }));
      const spec = stage.cluster.peek(ROUTE)?.["spec"] as { rules: { backendRefs: object[] }[] };
      const rules = spec.rules.map((rule) => ({
        ...rule,
        backendRefs: rule.backendRefs.map((backend) => ({ ...backend, weight: 7 })),
      }));
      const byHand = { type: "merge", fieldManager: "kubectl-edit" } as const;
      await stage.cluster.patch(ROUTE, { spec: { rules } }, byHand);
      const found = await stage.provider.read(made.id, made.properties);
      expect({ ...found.inputs, __provider: "" }).toEqual({
        ...made.inputs,
        __provider: "",
        weights: { "1.0.0": 7 },
      });
    }));

  test("refuses at the check what it cannot do, all of it at once", () =>
    onStage(async (stage) => {
      const wrong = inputs(stage, { carriers: ["{}", JSON.stringify({ ...route(), kind: "HTTPRoute" })] });
      const { failures } = await stage.provider.check({}, wrong);
      expect(failures.map(({ reason }) => reason).join("\n")).toMatch(
        /carriers\[0\]: must be the JSON of a Kubernetes object\n.*carriers\[1\]: must be a GRPCRoute or Server and is .* HTTPRoute\n.*weights: is needed without a rollout/,
      );
    }));
});

describe("a rollout in the real provider process", () => {
  test("shows where it stands and ends with the new version", () =>
    withRollout(
      () => vector("0.002"),
      (rollout) =>
        onStage(async (stage) => {
          const made = await stage.up(inputs(stage, { weights: { "1.0.0": 1 } }));
          const done = await stage.up(inputs(stage, { rollout }), made);
          expect(weights(stage)).toEqual({ [NEW]: 1 });
          expect(done.properties["rolloutStatus"]).toMatchObject({ phase: "Succeeded", step: 3 });
          expect(stage.said("Traffic", NAME)).toContain("step 2 of 3: 60% on 1.1.0, 1 s");
          expect(stage.progress("Traffic", NAME)).toContain(
            "step 1/3: 20% on 1.1.0, 0s of 1s, errors 0.002 < 0.01",
          );
        }),
    ));

  test("brings the old weights back when a check is bad, and is not repeated by the next command", () =>
    withRollout(
      () => vector("0.5"),
      (rollout) =>
        onStage(async (stage) => {
          const made = await stage.up(inputs(stage, { weights: { "1.0.0": 1 } }));
          const values = /0\.5, not < 0\.01, of errors\{service="s-[0-9a-f]{56}"\} at http:\/\/127\.0\.0\.1/;
          await expect(stage.up(inputs(stage, { rollout }), made)).rejects.toThrow(values);
          expect(weights(stage)).toEqual({ [OLD]: 1 });
          await stage.nextCommand();
          const mark = stage.api.arrivals.length;
          await expect(stage.up(inputs(stage, { rollout }), made)).rejects.toThrow(values);
          expect(stage.api.writesSince(mark)).toEqual([]);
        }),
    ));

  test.each([1, 2, 3, 4])(
    "goes on from its recorded step after its process was killed at write %i",
    (fatal) =>
      withRollout(
        () => vector("0.002"),
        (rollout) =>
          onStage(async (stage) => {
            const made = await stage.up(inputs(stage, { weights: { "1.0.0": 1 } }));
            const moves = [JSON.stringify(weights(stage))];
            let seen = 0;
            stage.api.interrupt = ({ write }, moment) => {
              if (!write || moment === "before") return false;
              const now = JSON.stringify(weights(stage));
              if (now !== moves.at(-1)) moves.push(now);
              if ((seen += 1) !== fatal) return false;
              stage.provider.signal("SIGKILL");
              return true;
            };
            await expect(stage.up(inputs(stage, { rollout }), made)).rejects.toThrow();
            await stage.nextCommand();
            const done = await stage.up(inputs(stage, { rollout }), made);
            expect(done.properties["rolloutStatus"]).toMatchObject({ phase: "Succeeded" });
            expect(moves.map((move) => JSON.parse(move) as unknown)).toEqual([
              { [OLD]: 1 },
              { [OLD]: 4, [NEW]: 1 },
              { [OLD]: 2, [NEW]: 3 },
              { [NEW]: 1 },
            ]);
          }),
      ),
  );
});
