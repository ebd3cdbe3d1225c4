import { writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import type { KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import { until } from "../../support/until.js";
import { configMap, manifest, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { planLines } from "../../support/workspace-traffic.js";

const NAME = "refusals";
const POLICY = `${NAME}.groundplan.test`;

const frozen = (value: string, options?: string): KubeObject => ({
  ...configMap("frozen", { value }, options === undefined ? {} : { "sync-options": options }),
  immutable: true,
});

const SOUND = yaml(
  configMap("contested", { colour: "blue" }),
  configMap("edited", { shape: "round" }),
  frozen("first"),
);

/** A file each, and what the preview says about it. */
const FAULTS: Readonly<Record<string, { readonly object: KubeObject; readonly told: readonly RegExp[] }>> = {
  "invalid value": {
    object: manifest("Service", "invalid", { spec: { ports: [{ port: 80_000 }] } }),
    told: [/Service refusals\/invalid: .*ports\[0\]\.port/],
  },
  "unknown field": {
    object: { ...configMap("misspelt"), dta: {} },
    told: [/ConfigMap refusals\/misspelt: .*\.dta: field not declared/],
  },
  "unknown kind": {
    object: { apiVersion: "nobody.groundplan.test/v1", kind: "Mystery", metadata: { name: "odd" } },
    told: [/Mystery refusals\/odd: the server does not serve Mystery in nobody\.groundplan\.test\/v1/],
  },
  "missing namespace": {
    object: { ...configMap("lost"), metadata: { name: "lost", namespace: "nowhere" } },
    told: [/ConfigMap nowhere\/lost: namespace "nowhere" does not exist/],
  },
  "admission denial": {
    object: configMap("forbidden-fruit"),
    told: [/ConfigMap refusals\/forbidden-fruit: .*nobody may eat of it/],
  },
  conflict: {
    object: configMap("contested", { colour: "green" }),
    told: [/ConfigMap refusals\/contested: .*painter/, /force/],
  },
  "field that a hand has added": {
    object: configMap("edited", { shape: "round", colour: "green" }),
    told: [/ConfigMap refusals\/edited: .*"kubectl-edit".*\.data\.colour/],
  },
  "immutable field": {
    object: frozen("second"),
    told: [/ConfigMap refusals\/frozen: .*immutable/],
  },
};

describe("what a preview refuses", () => {
  const scene = workspaceScene(NAME);

  beforeAll(async () => {
    scene.repository.commit({ "sound.yaml": SOUND });
    scene.declare();
    await scene.make("up");
    await scene.kubernetes.apply(
      { ...configMap("contested", { colour: "red" }), metadata: { name: "contested", namespace: NAME } },
      { fieldManager: "painter", force: true },
    );
    await scene.kubernetes.patch(
      { apiVersion: "v1", kind: "ConfigMap", namespace: NAME, name: "edited" },
      { data: { colour: "red" } },
      { type: "merge", fieldManager: "kubectl-edit" },
    );
    await denyFruit();
  });

  scene.atEnd(async () => {
    for (const kind of ["ValidatingAdmissionPolicyBinding", "ValidatingAdmissionPolicy"])
      await scene.kubernetes.delete(policyRef(kind));
  });

  const policyRef = (kind: string): Required<Omit<ObjectRef, "namespace">> => ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind,
    name: POLICY,
  });

  /** A policy that the API server enforces by itself, and that it takes a moment to learn. */
  async function denyFruit(): Promise<void> {
    const { name, ...policy } = policyRef("ValidatingAdmissionPolicy");
    const { kind } = policyRef("ValidatingAdmissionPolicyBinding");
    const metadata = { name };
    await scene.kubernetes.create({
      ...policy,
      metadata,
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": NAME } },
          resourceRules: [
            {
              apiGroups: [""],
              apiVersions: ["v1"],
              operations: ["CREATE", "UPDATE"],
              resources: ["configmaps"],
            },
          ],
        },
        validations: [
          { expression: "object.metadata.name != 'forbidden-fruit'", message: "nobody may eat of it" },
        ],
      },
    });
    const spec = { policyName: name, validationActions: ["Deny"] };
    await scene.kubernetes.create({ ...policy, kind, metadata, spec });
    const fruit = { ...configMap("forbidden-fruit"), metadata: { name: "forbidden-fruit", namespace: NAME } };
    await until("the policy to be enforced", () =>
      scene.kubernetes.create(fruit, { dryRun: true }).then(
        () => false,
        () => true,
      ),
    );
  }

  test.each(["preview", "up"] as const)(
    "every fault of every object is told at once by %s, and nothing is applied",
    async (operation) => {
      scene.repository.commit({
        "sound.yaml": yaml(configMap("bystander")),
        ...Object.fromEntries(
          Object.entries(FAULTS).map(([what, { object }]) => [
            `${what.replaceAll(" ", "-")}.yaml`,
            yaml(object),
          ]),
        ),
      });
      const output = await scene.refused(operation);
      for (const { told } of Object.values(FAULTS)) for (const text of told) expect(output).toMatch(text);
      expect(output).toContain(`${Object.keys(FAULTS).length} things stand in the way`);
      expect(output).not.toMatch(/^\s+at .*\.js:\d+/m);
      expect(await scene.find("ConfigMap", "bystander")).toBeUndefined();
    },
  );

  test("with force a conflict is won, and with Force=true what cannot change is made anew", async () => {
    scene.repository.commit({
      ...Object.fromEntries(
        Object.keys(FAULTS).map((what) => [`${what.replaceAll(" ", "-")}.yaml`, undefined]),
      ),
      "sound.yaml": yaml(configMap("contested", { colour: "green" }), frozen("second", "Force=true")),
    });
    scene.declare({ force: true });
    const preview = await scene.make("preview");
    expect(planLines(preview)).toContainEqual(
      expect.stringMatching(
        /^~ Sync wave 0 change ConfigMap refusals\/contested data\.colour: "red" → "green"$/,
      ),
    );
    expect(preview).toMatch(/frozen is deleted and made anew/);
    const before = (await scene.find("ConfigMap", "frozen"))?.metadata.uid;
    await scene.make("up");
    const after = await scene.find("ConfigMap", "frozen");
    expect(after?.["data"]).toEqual({ value: "second" });
    expect(after?.metadata.uid).not.toBe(before);
    expect((await scene.find("ConfigMap", "contested"))?.["data"]).toEqual({ colour: "green" });
  });

  test("repositories and revisions that cannot be read are told all at once", async () => {
    const { repository } = scene;
    repository.git("branch", "moved");
    repository.commit({ "more.yaml": yaml(configMap("more")) });
    repository.git("tag", "moved");
    scene.stack.configure({
      ...scene.config({
        [NAME]: scene.workspace(),
        ambiguous: scene.workspace({ targetRevision: "moved" }),
        unknown: scene.workspace({ targetRevision: "no-such-branch" }),
        nowhere: scene.workspace({ repository: "nowhere" }),
        pathless: scene.workspace({ path: "no/such/folder" }),
      }),
      repositories: {
        source: { url: repository.url },
        nowhere: { url: "https://127.0.0.1:1/nowhere.git" },
      },
    });
    const output = await scene.refused("preview");
    expect(output).toMatch(/workspaces\.ambiguous.*'moved' is ambiguous.*refs\/(tags|heads)\/moved/);
    expect(output).toMatch(/workspaces\.unknown.*unable to resolve 'no-such-branch'/);
    expect(output).toMatch(/workspaces\.nowhere.*the server does not answer/);
    expect(output).toMatch(/workspaces\.pathless.*no\/such\/folder/);
    repository.git("tag", "--delete", "moved");
  });

  test("a cluster that does not answer is named, and nothing is applied", async () => {
    const server = "https://127.0.0.1:1";
    writeFileSync(
      path.join(scene.stack.folder, "silent.kubeconfig"),
      stringify({
        apiVersion: "v1",
        kind: "Config",
        "current-context": "silent",
        clusters: [{ name: "silent", cluster: { server } }],
        users: [{ name: "silent", user: { token: "none" } }],
        contexts: [{ name: "silent", context: { cluster: "silent", user: "silent" } }],
      }),
    );
    scene.stack.configure({
      ...scene.config({
        [NAME]: scene.workspace({ force: true }),
        remote: scene.workspace({ destination: { cluster: "silent", namespace: NAME } }),
      }),
      clusters: {
        lab: { kubeconfig: ".lab/cluster/kubeconfig" },
        silent: { kubeconfig: "silent.kubeconfig" },
      },
    });
    for (const operation of ["preview", "up"] as const) {
      const output = await scene.refused(operation);
      expect(output).toContain(server);
      expect(output).toContain("remote");
    }
    scene.declare({ force: true });
  });
});
