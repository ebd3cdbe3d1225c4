import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { finished } from "../../support/stack.js";
import { until } from "../../support/until.js";
import {
  appLabels,
  configMap,
  definition,
  job,
  manifest,
  podTemplate,
  yaml,
} from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { createdSince, deletedSince, planLines, touchedSince } from "../../support/workspace-traffic.js";

const NAME = "life";
const GROUP = `${NAME}.groundplan.test`;
/** Without it a namespace and a definition stay when their workspace goes. */
const REMOVABLE = { "sync-options": "Prune=true,Delete=true" };
const HOLD = `${GROUP}/hold`;

const serve = "mkdir /web && echo $GREETING > /web/index.html && exec httpd -f -p 8080 -h /web";
const ready = { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 } };

function web(greeting: string): KubeObject {
  const template = podTemplate("web", serve, {}, { ...ready, env: [{ name: "GREETING", value: greeting }] });
  const spec = { replicas: 1, selector: { matchLabels: appLabels("web") }, template };
  return manifest("Deployment", "web", { spec }, { "sync-wave": "2" });
}

function service(name: string, wave: string, more: Readonly<Record<string, unknown>> = {}): KubeObject {
  const spec = { selector: appLabels(name), ports: [{ port: 80, targetPort: 8080 }], ...more };
  return manifest("Service", name, { spec }, { "sync-wave": wave });
}

const database = manifest(
  "StatefulSet",
  "db",
  {
    spec: {
      serviceName: "db",
      replicas: 1,
      selector: { matchLabels: appLabels("db") },
      template: podTemplate("db", serve, { serviceAccountName: "runner" }, ready),
    },
  },
  { "sync-wave": "3" },
);

const rights = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }];
const runner = [{ kind: "ServiceAccount", name: "runner", namespace: NAME }];
const roleRef = (kind: string, name: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind, name });

const files = (greeting: string): Record<string, string> => ({
  "base/namespace.yaml": yaml(manifest("Namespace", NAME, {}, REMOVABLE)),
  "base/definition.yaml": yaml(definition(GROUP, "Widget", REMOVABLE)),
  "base/rights.yaml": yaml(
    manifest("RoleBinding", "runner", { roleRef: roleRef("Role", "reader"), subjects: runner }),
    manifest("Role", "reader", { rules: rights }),
    manifest("ClusterRoleBinding", `${NAME}-runner`, {
      roleRef: roleRef("ClusterRole", `${NAME}-reader`),
      subjects: runner,
    }),
    manifest("ClusterRole", `${NAME}-reader`, { rules: rights }),
    manifest("ServiceAccount", "runner"),
  ),
  "base/settings.yaml": yaml(
    configMap("settings", { greeting, colour: "blue" }),
    manifest("Secret", "credentials", { stringData: { password: "a first password" } }),
  ),
  "apps/widget.yaml": yaml({
    apiVersion: `${GROUP}/v1`,
    kind: "Widget",
    metadata: { name: "one", finalizers: [HOLD], annotations: { "groundplan.dev/sync-wave": "1" } },
    spec: { size: 3 },
  }),
  "apps/web.yaml": yaml(web(greeting), service("web", "2")),
  "apps/db.yaml": yaml(database, service("db", "3", { clusterIP: "None" })),
  "apps/migrate.yaml": yaml(job("migrate", "echo migrated", { "sync-wave": "4" })),
  "hooks/hooks.yaml": yaml(
    job("prepare", "echo prepared", { hook: "PreSync" }),
    configMap("announce", {}, { hook: "Sync", "sync-wave": "2" }),
    job("check", "wget -qO- http://$WEB_SERVICE_HOST/", { hook: "PostSync" }),
    configMap("alarm", {}, { hook: "SyncFail" }),
    configMap("farewell", {}, { hook: "PreDelete" }),
    configMap("epitaph", {}, { hook: "PostDelete" }),
  ),
});

/** Every object and hook of the first sync, phase by phase, wave by wave, and in a wave by kind. */
const IN_ORDER = [
  ...[`namespaces/${NAME}`, "jobs/prepare"],
  ...["serviceaccounts/runner", "secrets/credentials", "configmaps/settings"],
  `customresourcedefinitions/widgets.${GROUP}`,
  ...[`clusterroles/${NAME}-reader`, `clusterrolebindings/${NAME}-runner`],
  ...["roles/reader", "rolebindings/runner"],
  "widgets/one",
  ...["configmaps/announce", "services/web", "deployments/web"],
  ...["services/db", "statefulsets/db"],
  "jobs/migrate",
  "jobs/check",
];

describe("the life of a workspace on a real cluster with a real node", () => {
  const scene = workspaceScene(NAME, { makesNamespace: false });
  let revision: string;

  beforeAll(() => {
    revision = scene.repository.commit(files("hello"), "Open the shop");
    scene.declare({ directory: { recurse: true }, prune: true });
  });

  const createdAt = async (kind: string, name: string, apiVersion: string): Promise<string> =>
    String((await scene.find(kind, name, apiVersion))?.metadata["creationTimestamp"]);

  test("the first up brings everything about in order, each wave when the one before is healthy", async () => {
    const mark = scene.audit.mark();
    const output = await scene.make("up");
    expect(createdSince(scene.audit, mark)).toEqual(IN_ORDER);
    expect(output).toContain(revision);
    expect(output).not.toContain("a first password");
    expect(output).toMatch(
      /Widget life\/one +\(not tried: its kind is defined by CustomResourceDefinition widgets\./,
    );
    expect(output).toMatch(/ConfigMap life\/settings +\(not tried: its namespace is created by this sync\)/);

    const prepared = (await scene.find("Job", "prepare", "batch/v1")) as
      { status?: { completionTime?: string } } | undefined;
    expect(String(prepared?.status?.completionTime) <= (await createdAt("ConfigMap", "settings", "v1"))).toBe(
      true,
    );
    const served = (await scene.find("Deployment", "web", "apps/v1")) as
      { status?: { conditions?: { type: string; lastTransitionTime: string }[] } } | undefined;
    const available = served?.status?.conditions?.find(({ type }) => type === "Available");
    const next = await createdAt("StatefulSet", "db", "apps/v1");
    expect(available?.lastTransitionTime).toBeDefined();
    expect(String(available?.lastTransitionTime) <= next).toBe(true);
  });

  test("the outputs tell revision, state and the health of each object by wave", async () => {
    const summary = await scene.summary();
    expect(summary).toMatchObject({ revision, sync: "Synced", health: "Healthy" });
    expect(summary["objects"]).toMatchObject({
      "wave 2": { [`Deployment ${NAME}/web`]: "Healthy", [`Service ${NAME}/web`]: "Healthy" },
      "wave 3": { [`StatefulSet ${NAME}/db`]: "Healthy" },
      "wave 4": { [`Job ${NAME}/migrate`]: "Healthy" },
    });
  });

  test("a second up writes nothing", async () => {
    const mark = scene.audit.mark();
    const output = await scene.make("up");
    expect(output).not.toMatch(/\d+ (created|updated|deleted|replaced)/);
    expect(scene.audit.ourWritesSince(mark)).toEqual([]);
  });

  test("a new commit is previewed field by field, and up does just that", async () => {
    const before = revision;
    revision = scene.repository.commit({
      "base/settings.yaml": yaml(
        configMap("settings", { greeting: "welcome" }),
        manifest("Secret", "credentials", { stringData: { password: "a second password" } }),
      ),
      "apps/web.yaml": yaml(web("welcome"), service("web", "2")),
    });
    const preview = await scene.make("preview");
    expect(preview).toContain(before);
    expect(preview).toContain(revision);
    expect(preview).not.toMatch(/a (first|second) password/);
    expect(planLines(preview)).toEqual([
      `▶ PreSync wave 0 run hook Job ${NAME}/prepare`,
      expect.stringMatching(/^~ Sync wave 0 change Secret life\/credentials data\.password: "\++" → "\++"$/),
      `~ Sync wave 0 change ConfigMap ${NAME}/settings data.greeting: "hello" → "welcome"; data.colour: "blue" → (none)`,
      `▶ Sync wave 2 run hook ConfigMap ${NAME}/announce`,
      `~ Sync wave 2 change Deployment ${NAME}/web spec.template.spec.containers[name=main].env[name=GREETING].value: "hello" → "welcome"`,
      `▶ PostSync wave 0 run hook Job ${NAME}/check`,
      `▶ SyncFail wave 0 run hook ConfigMap ${NAME}/alarm`,
    ]);
    const mark = scene.audit.mark();
    await scene.make("up");
    expect(touchedSince(scene.audit, mark)).toEqual(
      [
        ...["configmaps/announce", "configmaps/settings", "deployments/web"],
        ...["jobs/check", "jobs/prepare", "secrets/credentials"],
      ].sort(),
    );
    expect(await scene.summary()).toMatchObject({ revision, sync: "Synced", health: "Healthy" });
    expect(await scene.find("ConfigMap", "alarm")).toBeUndefined();
  });

  test("a commit that renders the same changes the revision and nothing else", async () => {
    revision = scene.repository.commit({ "README.md": "About the shop" });
    const mark = scene.audit.mark();
    await scene.make("up");
    expect(scene.audit.ourWritesSince(mark)).toEqual([]);
    expect(await scene.summary()).toMatchObject({ revision, health: "Healthy" });
  });

  test("destroy goes from the last wave to the first, waits for finalizers, and leaves nothing", async () => {
    const widget = { apiVersion: `${GROUP}/v1`, kind: "Widget", namespace: NAME, name: "one" };
    const mark = scene.audit.mark();
    const destroyed = finished(scene.stack.startMake("destroy"));
    await until(
      "the widget to wait for its finalizer",
      async () => (await scene.kubernetes.get(widget))?.metadata.deletionTimestamp !== undefined,
    );
    expect(await scene.find("Deployment", "web", "apps/v1")).toBeUndefined();
    expect(await scene.find("StatefulSet", "db", "apps/v1")).toBeUndefined();
    expect(await scene.find("ConfigMap", "settings")).toBeDefined();
    await scene.kubernetes.patch(
      widget,
      { metadata: { finalizers: [] } },
      { type: "merge", fieldManager: "widgets" },
    );
    const run = await destroyed;
    expect(run).toMatchObject({ code: 0 });

    const deleted = deletedSince(scene.audit, mark);
    const places = [
      "jobs/migrate",
      "statefulsets/db",
      "deployments/web",
      "widgets/one",
      "configmaps/settings",
    ];
    const order = [...places, `customresourcedefinitions/widgets.${GROUP}`, `namespaces/${NAME}`].map(
      (name) => deleted.indexOf(name),
    );
    expect(order).toEqual([...order].sort((left, right) => left - right));
    expect(Math.min(...order)).toBeGreaterThanOrEqual(0);
    expect(createdSince(scene.audit, mark)).toEqual(["configmaps/farewell", "configmaps/epitaph"]);

    expect(await scene.find("Namespace", NAME)).toBeUndefined();
    for (const kind of ["ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition"]) {
      const group = kind.startsWith("Cluster") ? "rbac.authorization.k8s.io" : "apiextensions.k8s.io";
      const left = await scene.kubernetes.list(
        { group, version: "v1", kind },
        { labelSelector: "groundplan.dev/owner-hash" },
      );
      expect(left.items.filter(({ metadata }) => metadata.name?.includes(NAME) === true)).toEqual([]);
    }
    expect((await scene.stack.state()).resources ?? []).toEqual([]);
  });
});
