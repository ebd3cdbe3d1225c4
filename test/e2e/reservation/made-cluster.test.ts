import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubernetesClient, ObjectRef } from "../../../clients/kubernetes/types.js";
import { GitRepository } from "../../support/git-repository.js";
import { NodePrograms } from "../../support/node-programs.js";
import { openNodeStage, type NodeStage } from "../../support/node-stage.js";
import { ReservationScene } from "../../support/reservation-scene.js";

const FILE = ".kube/k1";
const OBJECTS: readonly ObjectRef[] = ["made-first", "made-second"].map((name) => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", namespace: "default", name },
}));

let scene: ReservationScene;
let stage: NodeStage;
let programs: NodePrograms;
let repository: GitRepository;
let kubernetes: KubernetesClient;

beforeAll(async () => {
  [scene, stage] = await Promise.all([ReservationScene.open("made", ["cluster"]), openNodeStage()]);
  programs = await NodePrograms.open(stage, ["node1"]);
  kubernetes = await connectKubernetes({ kubeconfig: { path: scene.lab.kubeconfig } });
  repository = new GitRepository();
  const texts: Record<string, string> = {};
  for (const { name } of OBJECTS) {
    texts[`${name}.yaml`] = JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
  }
  repository.commit(texts);
});

afterAll(async () => {
  await scene.close();
  await programs.close();
  await stage.close();
  repository.dispose();
  await kubernetes.close();
});

test("a reserved Kubernetes node is where a workspace goes, in the same first up", async () => {
  // What stands for k3s leads to the lab's own cluster.
  const binary = programs.source("k3s", { kubeconfig: readFileSync(scene.lab.kubeconfig, "utf8") });
  scene.configure({
    clusters: { k1: { kubeconfig: FILE } },
    repositories: { source: { url: repository.url } },
    reservations: {
      made: {
        networks: { net: { range: "10.10.0.0/16", nodes: ["node1"] } },
        kubernetes: {
          k1: {
            ...{ node: "node1", network: "net", ip: "10.10.1.10", binary, kubeconfigFile: FILE },
            ...{ size: -1, customSize: { cpu: 1, memory: 0.25, disk: 1 } },
          },
        },
      },
    },
    reservationsSecrets: { made: { kubernetes: { k1: { clusterSecret: "secret-of-k1" } } } },
    workspaces: {
      shop: {
        repository: "source",
        destination: { cluster: "k1", namespace: "default" },
        preview: "offline",
      },
    },
  });
  await scene.stack.create();
  const { messages } = await scene.stack.preview();
  expect(messages.join("\n")).toContain("cluster k1 is not known yet: 2 objects of shop wait for it");
  expect(messages.join("\n")).toContain(`write the kubeconfig ${FILE}`);

  await scene.make("up");
  for (const ref of OBJECTS) expect(await kubernetes.get(ref)).toBeDefined();
  const file = path.join(scene.stack.folder, FILE);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await scene.stack.preview()).changes).toEqual([]);

  await scene.make("destroy");
  for (const ref of OBJECTS) expect(await kubernetes.get(ref)).toBeUndefined();
  expect(existsSync(file)).toBe(false);
});
