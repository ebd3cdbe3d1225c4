import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { appLabels, configMap, manifest, podTemplate, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { planLines, touchedSince } from "../../support/workspace-traffic.js";

const NAME = "drift";

interface Drifted {
  readonly object: KubeObject;
  /** What somebody does to it by hand. */
  readonly edit: Readonly<Record<string, unknown>>;
  /** Field, value as applied, value as found; as a refresh shows them. */
  readonly told: string;
}

const rights = (verbs: readonly string[]) => ({
  rules: [{ apiGroups: [""], resources: ["configmaps"], verbs }],
});
const limits = (memory: string) => ({
  limits: [{ type: "Container", default: { memory }, defaultRequest: { memory: "32Mi" } }],
});
const web = podTemplate("web", "httpd -f");

/** Ten kinds of objects, none of which needs a pod. */
const DRIFTED: readonly Drifted[] = [
  {
    object: configMap("settings", { colour: "blue" }),
    edit: { data: { colour: "red" } },
    told: 'data.colour: "blue" → "red"',
  },
  {
    object: manifest("Secret", "credentials", { stringData: { password: "as declared" } }),
    edit: { stringData: { password: "by hand" } },
    told: "data.password: changed",
  },
  {
    object: manifest("Service", "web", { spec: { selector: appLabels("web"), ports: [{ port: 80 }] } }),
    edit: { spec: { selector: appLabels("other") } },
    told: 'spec.selector.app: "web" → "other"',
  },
  {
    object: manifest("ServiceAccount", "runner", { automountServiceAccountToken: false }),
    edit: { automountServiceAccountToken: true },
    told: "automountServiceAccountToken: false → true",
  },
  {
    object: manifest("Role", "reader", rights(["get"])),
    edit: rights(["get", "delete"]),
    told: 'rules[0].verbs[1]: absent → "delete"',
  },
  {
    object: manifest("RoleBinding", "runner", {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
      subjects: [{ kind: "ServiceAccount", name: "runner", namespace: NAME }],
    }),
    edit: { subjects: [{ kind: "ServiceAccount", name: "intruder", namespace: NAME }] },
    told: '"intruder"',
  },
  {
    object: manifest("Deployment", "web", {
      spec: { replicas: 0, minReadySeconds: 1, selector: { matchLabels: appLabels("web") }, template: web },
    }),
    edit: { spec: { minReadySeconds: 5 } },
    told: "spec.minReadySeconds: 1 → 5",
  },
  {
    object: manifest("CronJob", "nightly", {
      spec: {
        schedule: "0 3 1 1 *",
        jobTemplate: { spec: { template: podTemplate("nightly", "true", { restartPolicy: "Never" }) } },
      },
    }),
    edit: { spec: { schedule: "0 4 1 1 *" } },
    told: 'spec.schedule: "0 3 1 1 *" → "0 4 1 1 *"',
  },
  {
    object: manifest("NetworkPolicy", "closed", { spec: { podSelector: {}, policyTypes: ["Ingress"] } }),
    edit: { spec: { policyTypes: ["Ingress", "Egress"] } },
    told: 'spec.policyTypes[1]: absent → "Egress"',
  },
  {
    object: manifest("LimitRange", "limits", { spec: limits("64Mi") }),
    edit: { spec: limits("1Gi") },
    told: 'spec.limits[0].default.memory: "64Mi" → "1Gi"',
  },
];

describe("drift", () => {
  const scene = workspaceScene(NAME);
  const hand = { type: "merge", fieldManager: "kubectl-edit" } as const;
  const refOf = ({ apiVersion, kind, metadata }: KubeObject) => ({
    apiVersion,
    kind,
    namespace: NAME,
    name: metadata.name ?? "",
  });
  const ignoreDifferences = [
    { kind: "ConfigMap", name: "tuned", jsonPointers: ["/data/limit"] },
    { kind: "ConfigMap", name: "shared", managedFieldsManagers: ["autotuner"] },
  ];
  let hook: string | undefined;

  beforeAll(async () => {
    scene.declare({ ignoreDifferences });
    scene.repository.commit({
      "objects.yaml": yaml(...DRIFTED.map(({ object }) => object)),
      "ignored.yaml": yaml(configMap("tuned", { limit: "10" }), configMap("shared", { limit: "20" })),
      "gone.yaml": yaml(configMap("gone")),
      "hook.yaml": yaml(configMap("announce", {}, { hook: "PreSync" })),
    });
    await scene.make("up");
    hook = (await scene.find("ConfigMap", "announce"))?.metadata.uid;
    for (const { object, edit } of DRIFTED) await scene.kubernetes.patch(refOf(object), edit, hand);
    await scene.kubernetes.patch(refOf(configMap("tuned")), { data: { limit: "11" } }, hand);
    await scene.kubernetes.patch(
      refOf(configMap("shared")),
      { data: { limit: "21" } },
      { ...hand, fieldManager: "autotuner" },
    );
    await scene.kubernetes.delete(refOf(configMap("gone")));
  });

  test("of ten kinds is shown by refresh, field by field, but for what does not count", async () => {
    const mark = scene.audit.mark();
    const output = await scene.make("refresh");
    // A line is shown as it comes, and again at the end.
    const told = [...new Set([...output.matchAll(/warning: drift: (.*)$/gm)].map(([, line = ""]) => line))];
    for (const { object, told: field } of DRIFTED) {
      const name = `${object.kind} ${NAME}/${object.metadata.name ?? ""} `;
      const lines = told.filter((line) => line.startsWith(name));
      expect({ name, lines }).toEqual({ name, lines: [expect.stringContaining(field)] });
    }
    expect(told).toContain(`ConfigMap ${NAME}/gone is gone`);
    expect(told).toHaveLength(DRIFTED.length + 1);
    expect(output).not.toMatch(/by hand|as declared/);
    expect(output).not.toContain(Buffer.from("by hand").toString("base64"));
    expect(scene.audit.ourWritesSince(mark)).toEqual([]);
    expect(await scene.summary()).toMatchObject({ sync: "OutOfSync" });
  });

  test("is repaired by up, object by object, without running a hook", async () => {
    const preview = await scene.make("preview");
    expect(planLines(preview)).toHaveLength(DRIFTED.length + 1);
    expect(planLines(preview).filter((line) => !/^[~+] Sync wave 0 (change|create) /.test(line))).toEqual([]);
    expect(preview).toContain('data.colour: "red" → "blue"');

    const mark = scene.audit.mark();
    await scene.make("up");
    expect(touchedSince(scene.audit, mark)).toHaveLength(DRIFTED.length + 1);
    expect((await scene.find("ConfigMap", "announce"))?.metadata.uid).toBe(hook);
    expect((await scene.find("ConfigMap", "settings"))?.["data"]).toEqual({ colour: "blue" });
    expect((await scene.find("Role", "reader", "rbac.authorization.k8s.io/v1"))?.["rules"]).toEqual(
      rights(["get"]).rules,
    );
    expect((await scene.find("ConfigMap", "tuned"))?.["data"]).toEqual({ limit: "11" });
    expect((await scene.find("ConfigMap", "shared"))?.["data"]).toEqual({ limit: "21" });
    expect(await scene.find("ConfigMap", "gone")).toBeDefined();
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  test("a field that does not count keeps its live value when the object changes, if that is asked for", async () => {
    scene.repository.commit({
      "ignored.yaml": yaml(
        configMap("tuned", { limit: "10", other: "new" }),
        configMap("shared", { limit: "20" }),
      ),
    });
    scene.declare({ syncOptions: ["RespectIgnoreDifferences=true"], ignoreDifferences });
    await scene.make("up");
    expect((await scene.find("ConfigMap", "tuned"))?.["data"]).toEqual({ limit: "11", other: "new" });
    expect((await scene.find("ConfigMap", "shared"))?.["data"]).toEqual({ limit: "21" });
  });
});
