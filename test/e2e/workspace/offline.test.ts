import { renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { configMap, manifest, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";

const NAME = "offline";
const KUBECONFIG = "team.kubeconfig";

describe("a preview without the cluster's credentials", () => {
  const scene = workspaceScene(NAME);
  const kubeconfig = (): string => path.join(scene.stack.folder, KUBECONFIG);
  const lines = (output: string): string[] => [
    ...new Set(
      [...output.matchAll(/^ *((?:create|change|PRUNE|keep|hook) {2}.*)$/gm)].map(([, line = ""]) => line),
    ),
  ];

  function declare(): void {
    scene.stack.configure({
      ...scene.config({ [NAME]: scene.workspace({ prune: true, preview: "offline" }) }),
      // The second one is nobody's destination; it says that the stack runs on the lab.
      clusters: { lab: { kubeconfig: KUBECONFIG }, other: { kubeconfig: ".lab/cluster/kubeconfig" } },
    });
  }

  /** Nobody has the credentials while this runs. */
  async function withoutCredentials<T>(work: () => Promise<T>): Promise<T> {
    renameSync(kubeconfig(), `${kubeconfig()}.away`);
    try {
      return await work();
    } finally {
      renameSync(`${kubeconfig()}.away`, kubeconfig());
    }
  }

  beforeAll(() => {
    symlinkSync(scene.lab.kubeconfig, kubeconfig());
    scene.repository.commit({
      "objects.yaml": yaml(
        configMap("stays", { colour: "blue" }),
        configMap("goes"),
        manifest("Secret", "credentials", { stringData: { password: "canary" } }),
      ),
    });
    declare();
  });

  test("shows what is new, says what was not compared, and asks nobody", async () => {
    const mark = scene.audit.mark();
    const output = await withoutCredentials(() => scene.make("preview"));
    expect(lines(output)).toEqual([
      `create  ConfigMap ${NAME}/goes`,
      `create  ConfigMap ${NAME}/stays`,
      `create  Secret ${NAME}/credentials`,
    ]);
    expect(output).toContain("nothing was compared with the cluster");
    expect(output).toContain("neither do changed values of Secrets");
    expect(output).toContain(`clusters.lab.kubeconfig: the file ${KUBECONFIG} does not exist`);
    expect(output).not.toContain("canary");
    expect(scene.audit.since(mark).filter(({ userAgent }) => /^groundplan/.test(userAgent ?? ""))).toEqual(
      [],
    );
  });

  test("shows what changes since the last up, but no drift", async () => {
    await scene.make("up");
    await scene.kubernetes.patch(
      { apiVersion: "v1", kind: "ConfigMap", namespace: NAME, name: "stays" },
      { data: { colour: "red" } },
      { type: "merge", fieldManager: "kubectl-edit" },
    );
    expect(lines(await withoutCredentials(() => scene.make("preview")))).toEqual([]);
    scene.repository.commit({
      "objects.yaml": yaml(configMap("stays", { colour: "blue", shape: "round" }), configMap("new")),
    });
    expect(lines(await withoutCredentials(() => scene.make("preview")))).toEqual([
      `create  ConfigMap ${NAME}/new`,
      `change  ConfigMap ${NAME}/stays  data.shape: (none) → "round"`,
      `PRUNE  ConfigMap ${NAME}/goes`,
    ]);
  });

  test("refuses what can be seen to be wrong without asking", async () => {
    scene.repository.commit({ "nameless.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n" });
    const refusal = await withoutCredentials(() => scene.refused("preview"));
    expect(refusal).toMatch(/workspaces\.offline.*nameless\.yaml.*metadata\.name is missing/s);
    scene.repository.commit({ "nameless.yaml": undefined });
  });

  test("up needs the credentials, and applies nothing without them", async () => {
    expect(await withoutCredentials(() => scene.refused("up"))).toMatch(/team\.kubeconfig/);
    await scene.make("up");
    expect((await scene.find("ConfigMap", "stays"))?.["data"]).toEqual({ colour: "blue", shape: "round" });
    expect(await scene.find("ConfigMap", "goes")).toBeUndefined();
  });
});
