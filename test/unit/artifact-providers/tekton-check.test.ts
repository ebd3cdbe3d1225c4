import { KubeError } from "../../../clients/kubernetes/errors.js";
import {
  tektonCheck,
  type TektonCheckInputs,
  type TektonCheckOutputs,
} from "../../../providers/artifact/tekton-check.js";
import { Driver, World } from "../imagehub-providers/world.js";

const INPUTS = { cluster: "lab" };

function clusterWith(kinds: readonly string[], flags?: Record<string, string>): World {
  const world = new World();
  for (const kind of kinds) {
    world.kubernetes.serve({ group: "tekton.dev", version: "v1", kind, namespaced: true });
  }
  if (flags !== undefined) {
    const metadata = { namespace: "tekton-pipelines", name: "feature-flags" };
    world.kubernetes.seed({ apiVersion: "v1", kind: "ConfigMap", metadata, data: flags });
  }
  return world;
}

function check(world: World): Driver<TektonCheckInputs, TektonCheckOutputs> {
  return new Driver(world, tektonCheck, "lab");
}

describe("the look at a cluster's Tekton", () => {
  it.each([undefined, {}, { "disable-inline-spec": "" }])("is content with flags %j", async (flags) => {
    const driver = check(clusterWith(["PipelineRun", "TaskRun"], flags));
    expect(await driver.plan(INPUTS)).toBeUndefined();
    await driver.up(INPUTS);
    expect(driver.state?.outputs).toMatchObject({ served: "tekton.dev/v1" });
    await driver.down();
  });

  it.each([
    [[], "PipelineRun and TaskRun in tekton.dev/v1 are not served"],
    [["PipelineRun"], "TaskRun in tekton.dev/v1 is not served"],
  ])("refuses a cluster that serves %j only, and says what to install", async (kinds, reason) => {
    const driver = check(clusterWith(kinds));
    await expect(driver.plan(INPUTS)).rejects.toThrow(reason);
    await expect(driver.plan(INPUTS)).rejects.toThrow("kubectl apply -f https://");
    await expect(driver.up(INPUTS)).rejects.toThrow(reason);
  });

  it("refuses a cluster whose flags forbid specs inside runs", async () => {
    const driver = check(clusterWith(["PipelineRun", "TaskRun"], { "disable-inline-spec": "pipelinerun" }));
    await expect(driver.plan(INPUTS)).rejects.toThrow('disable-inline-spec is "pipelinerun"');
    await expect(driver.plan(INPUTS)).rejects.toThrow(
      "kubectl -n tekton-pipelines patch configmap feature-flags",
    );
  });

  it("looks again at every preview", async () => {
    const world = clusterWith(["PipelineRun", "TaskRun"]);
    const driver = check(world);
    await driver.up(INPUTS);
    const metadata = { namespace: "tekton-pipelines", name: "feature-flags" };
    world.kubernetes.seed({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { "disable-inline-spec": "taskrun" },
    });
    await expect(driver.plan(INPUTS)).rejects.toThrow("taskrun");
  });

  it("takes it that all is well where it may not read Tekton's settings", async () => {
    const world = clusterWith(["PipelineRun", "TaskRun"], { "disable-inline-spec": "pipeline" });
    world.kubernetes.inject(({ verb, kind }) =>
      verb === "get" && kind === "ConfigMap"
        ? new KubeError("Forbidden", { what: "no", where: "here", status: 403 })
        : undefined,
    );
    await check(world).up(INPUTS);
  });

  it("tells a preview that the cluster does not answer, and goes on", async () => {
    const world = clusterWith([]);
    world.kubernetes.inject(
      () => new KubeError("Unreachable", { what: "no answer", where: "lab", status: 0 }),
    );
    const plan = await check(world).plan(INPUTS);
    expect(plan?.notes?.join()).toContain("whether Tekton is there is not known");
  });
});
