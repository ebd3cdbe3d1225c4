import { labStatus } from "../../../lab/profiles/index.js";
import { labFolder } from "../../../lab/state/folder.js";
import { privateLab, type TestLab } from "../../support/lab.js";
import { footprint, type Footprint } from "../../support/lab-footprint.js";
import { Pipelines } from "./pipelines.js";

jest.setTimeout(240_000);

describe("a lab with pipelines", () => {
  let lab: TestLab;
  let before: Footprint;
  let pipelines: Pipelines;

  beforeAll(async () => {
    lab = privateLab(["tekton"]);
    before = footprint(lab.folder);
    await lab.up();
    pipelines = await Pipelines.in(lab.kubeconfig);
  });

  afterAll(async () => {
    await pipelines.close();
    await lab.dispose();
  });

  test("a run of two tasks passes a result from one pod to the other", async () => {
    const run = await pipelines.run("two", { image: "ubuntu", fails: false });
    expect(run).toEqual({ succeeded: "True", results: { said: "got hello carv01" } });
    expect(await pipelines.pods("two")).toEqual(["two-make-pod", "two-use-pod"]);
  });

  test("a run whose step fails says so", async () => {
    const run = await pipelines.run("bad", { image: "ubuntu", fails: true });
    expect(run.succeeded).toBe("False");
    expect(await pipelines.pods("bad")).toEqual(["bad-make-pod"]);
  });

  test("every user who may edit a namespace may run pipelines in it", async () => {
    expect(await pipelines.editorsMayCreateRuns()).toBe(true);
  });

  test("a second up starts nothing, and the controller is healthy", async () => {
    expect(await lab.up()).toEqual([]);
    const status = await labStatus(labFolder(lab.folder));
    expect(status.filter(({ wrong }) => wrong !== undefined)).toEqual([]);
    expect(status.map(({ name }) => name)).toContain("tekton-controller");
  });

  test("settings that somebody has changed stay", async () => {
    await pipelines.changeFlag("keep-pod-on-cancel", "true");
    await lab.up();
    expect(await pipelines.flag("keep-pod-on-cancel")).toBe("true");
  });

  test.each(["tekton-controller", "node"])(
    "a killed %s is started again by up, and runs succeed",
    async (daemon) => {
      await lab.kill(daemon);
      expect(await lab.up()).toContain("tekton-controller");
      const run = await pipelines.run(`after-${daemon}`, { image: "ubuntu", fails: false });
      expect(run.succeeded).toBe("True");
    },
  );

  test("down leaves nothing behind", async () => {
    await lab.down();
    expect(footprint(lab.folder)).toEqual(before);
  });
});
