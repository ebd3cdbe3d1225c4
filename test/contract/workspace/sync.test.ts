import ensureBuilt from "../../support/built.js";
import { onStages } from "../../support/kind-stage.js";
import { configMap, deployment, hook, secret, wave } from "./objects.js";
import { Stage, SYNC } from "./stage.js";

beforeAll(() => {
  ensureBuilt();
});

const onStage = onStages(() => Stage.open());

/** Writes since a mark, without those of the workspace's own record. */
function writes(stage: Stage, mark: number): string[] {
  return stage.api.writesSince(mark).filter((write) => !write.includes("groundplan-workspace"));
}

describe("a workspace in the real provider process", () => {
  test("is planned, made, unchanged, changed, pruned and deleted", () =>
    onStage(async (stage) => {
      const objects = [configMap("a", { x: "1" }), secret("login", "hunter2"), deployment("web", 2, wave(1))];
      const made = await stage.up(stage.workspace(objects));
      expect(stage.said(...SYNC)).toContain("create  Deployment shop/web");
      expect(stage.said(...SYNC)).not.toContain("hunter2");
      expect(JSON.stringify(made.properties)).not.toContain("hunter2");
      expect(made.properties["status"]).toMatchObject({
        sync: { status: "Synced", revision: "abcdef0123456789" },
        health: { status: "Healthy" },
        operationState: { phase: "Succeeded" },
      });

      let mark = stage.api.arrivals.length;
      await stage.nextCommand();
      const again = await stage.up(stage.workspace(objects), made);
      expect(again.changed).toBe(false);
      expect(stage.api.writesSince(mark)).toEqual([]);

      mark = stage.api.arrivals.length;
      const fewer = [configMap("a", { x: "2" }), deployment("web", 2, wave(1))];
      const changed = await stage.up(stage.workspace(fewer, { prune: true }), again);
      expect(stage.said(...SYNC)).toContain('change  ConfigMap shop/a  data.x: "1" → "2"');
      expect(stage.said(...SYNC)).toContain("prune  Secret shop/login");
      expect(writes(stage, mark)).toEqual([
        "DELETE /api/v1/namespaces/shop/secrets/login",
        "PATCH /api/v1/namespaces/shop/configmaps/a",
      ]);

      await stage.provider.delete(changed.id, changed.properties);
      expect(stage.present()).toEqual([]);
    }));

  test("is tried once when an update follows a preview, which leaves no trace in the state", () =>
    onStage(async (stage) => {
      const inputs = stage.workspace([configMap("a"), configMap("b")]);
      const tried = (): number => stage.api.arrivals.filter(({ dryRun }) => dryRun).length;
      const previewed = await stage.provider.check({}, { ...inputs, __preview: true });
      expect(previewed.inputs).not.toHaveProperty("__preview");
      expect(stage.said(...SYNC)).toContain("2 to create");
      expect(tried()).toBe(2);

      await stage.nextCommand();
      const made = await stage.up(inputs);
      expect(made.properties).toMatchObject({ status: { sync: { status: "Synced" } } });
      expect(tried()).toBe(2);
    }));

  test("runs hooks in their phases and shows where it stands", () =>
    onStage(async (stage) => {
      await stage.up(
        stage.workspace([hook("migrate", "PreSync"), configMap("a"), hook("smoke", "PostSync")]),
      );
      expect(writes(stage, 0)).toEqual([
        "PATCH /apis/batch/v1/namespaces/shop/jobs/migrate",
        "PATCH /apis/batch/v1/namespaces/shop/jobs/migrate",
        "PATCH /api/v1/namespaces/shop/configmaps/a",
        "PATCH /apis/batch/v1/namespaces/shop/jobs/smoke",
        "PATCH /apis/batch/v1/namespaces/shop/jobs/smoke",
      ]);
      expect(stage.said(...SYNC)).toContain("PreSync wave 0  run hook  Job shop/migrate");
      expect(stage.progress(...SYNC)).toContainEqual(
        expect.stringMatching(/^wave 1\/3: 0\/1 healthy, waiting for Job shop\/migrate/),
      );
    }));

  test("shows drift of an object by field and of a Secret without its value, and repairs both", () =>
    onStage(async (stage) => {
      const objects = [configMap("a", { x: "1" }), secret("login", "hunter2")];
      const made = await stage.up(stage.workspace(objects));
      const ref = { apiVersion: "v1", namespace: "shop" };
      const byHand = { type: "merge", fieldManager: "kubectl-edit" } as const;
      await stage.cluster.patch({ ...ref, kind: "ConfigMap", name: "a" }, { data: { x: "2" } }, byHand);
      await stage.cluster.patch(
        { ...ref, kind: "Secret", name: "login" },
        { data: { password: "c2VjcmV0Mg==" } },
        byHand,
      );

      const { properties } = await stage.provider.read(made.id, made.properties);
      expect(stage.said(...SYNC)).toContain('drift: ConfigMap shop/a data.x: "1" → "2"');
      expect(stage.said(...SYNC)).toContain("drift: Secret shop/login data.password: changed");
      expect(stage.said(...SYNC)).not.toContain("c2VjcmV0Mg==");
      expect(properties).toMatchObject({ inStep: false, status: { sync: { status: "OutOfSync" } } });

      const repaired = await stage.up(made.inputs, { ...made, properties });
      expect(repaired.properties).toMatchObject({ inStep: true, status: { sync: { status: "Synced" } } });
      expect(stage.cluster.peek({ ...ref, kind: "ConfigMap", name: "a" })?.["data"]).toEqual({ x: "1" });
    }));

  test("stops before a field that another applies, and names both", () =>
    onStage(async (stage) => {
      const made = await stage.up(stage.workspace([configMap("a", { x: "1" })]));
      const theirs = { fieldManager: "painter", force: true };
      await stage.cluster.apply(configMap("a", { x: "theirs" }), theirs);
      const mark = stage.api.arrivals.length;
      const inputs = stage.workspace([configMap("a", { x: "2" })]);
      await expect(stage.up(inputs, made)).rejects.toThrow(/ConfigMap shop\/a: .*"painter" \(\.data\.x\)/);
      expect(stage.api.writesSince(mark)).toEqual([]);
    }));

  test("refuses at the preview what it cannot do, and says so for all objects at once", () =>
    onStage(async (stage) => {
      stage.cluster.seed(configMap("taken", { x: "theirs" }));
      const nowhere = { ...configMap("b"), metadata: { name: "b", namespace: "nowhere" } };
      const inputs = { ...stage.workspace([configMap("taken"), nowhere]), __preview: true };
      await expect(stage.provider.check({}, inputs)).rejects.toThrow(
        /2 things stand in the way[^]*namespace "nowhere" does not exist[^]*ConfigMap shop\/taken: it exists already/,
      );
      expect(stage.api.writesSince(0)).toEqual([]);
    }));
});

describe("a provider process that is killed", () => {
  test.each([1, 3, 5])(
    "at write %i leaves what the next one finishes without running a hook twice",
    (fatal) =>
      onStage(async (stage) => {
        const objects = [hook("migrate", "PreSync"), configMap("a"), deployment("web", 1, wave(1))];
        const jobs = new Set<string>();
        let seen = 0;
        stage.api.interrupt = ({ write }, moment) => {
          for (const { metadata } of stage.cluster.objects("Job")) jobs.add(metadata.uid ?? "");
          if (!write || moment === "before" || (seen += 1) !== fatal) return false;
          stage.provider.signal("SIGKILL");
          return true;
        };
        await expect(stage.up(stage.workspace(objects))).rejects.toThrow();
        await stage.nextCommand();
        const made = await stage.up(stage.workspace(objects));
        expect(made.properties["status"]).toMatchObject({ operationState: { phase: "Succeeded" } });
        expect(jobs.size).toBe(1);
        await stage.provider.delete(made.id, made.properties);
        expect(stage.present()).toEqual([]);
      }),
  );
});
