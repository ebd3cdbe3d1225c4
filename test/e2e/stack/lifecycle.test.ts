import path from "node:path";
import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubernetesClient, ObjectRef } from "../../../clients/kubernetes/types.js";
import { AuditLog } from "../../support/audit-log.js";
import { smallCatalogue } from "../../support/catalogue.js";
import { testLab, type TestLab } from "../../support/lab.js";
import { moveTag, pushTestImage } from "../../support/registry.js";
import { TestStack } from "../../support/stack.js";

const API = "imagehub.sealos.io/v1";
const image = (name: string): ObjectRef => ({ apiVersion: API, kind: "Image", name });

describe("the life of a stack on a real engine, API server and registry", () => {
  const organization = "lifecycle";
  const catalogue = smallCatalogue(organization);
  let lab: TestLab;
  let stack: TestStack;
  let kubernetes: KubernetesClient;
  let audit: AuditLog;

  beforeAll(async () => {
    lab = await testLab();
    for (const declared of catalogue.imagehub.images) await pushTestImage(lab, declared.name);
    stack = new TestStack(lab.folder);
    stack.configure(catalogue);
    kubernetes = await connectKubernetes({
      kubeconfig: { path: path.join(lab.folder, "cluster", "kubeconfig") },
    });
    audit = new AuditLog(lab.folder);
  });

  afterAll(async () => {
    await kubernetes.close();
    await stack.dispose();
  });

  test("up creates what the stack file declares and says so", async () => {
    const run = await stack.make("up");
    expect(run).toMatchObject({ code: 0 });
    for (const declared of catalogue.imagehub.images) expect(run.output).toContain(declared.name);
    const object = await kubernetes.get(image(`${organization}.mysql.v8.0.25`));
    expect(object?.spec).toMatchObject({ name: `${organization}/mysql:v8.0.25`, type: "cluster-image" });
    const repository = await kubernetes.get({
      apiVersion: API,
      kind: "Repository",
      name: `${organization}.mysql`,
    });
    expect(repository?.status).toMatchObject({ tags: [expect.anything(), expect.anything()] });
  });

  test("a second up changes nothing and writes nothing", async () => {
    const mark = audit.mark();
    const run = await stack.make("up");
    expect(run).toMatchObject({ code: 0 });
    expect(run.output).not.toMatch(/\d+ (created|updated|deleted|replaced)/);
    expect(audit.ourWritesSince(mark)).toEqual([]);
  });

  test("one edited description is one update of one field", async () => {
    const [first] = catalogue.imagehub.images;
    const before = first?.detail?.description;
    first!.detail = { ...first!.detail, description: "a better description" };
    stack.configure(catalogue);
    const preview = await stack.preview();
    expect(preview.changes.map((change) => [change.op, change.urn.split("::").at(-1)])).toEqual([
      ["update", expect.stringContaining("mysql:v8.0.25")],
    ]);
    expect(Object.keys(preview.changes[0]?.detailedDiff ?? {})).toEqual(["spec.detail.description"]);
    const shown = await stack.make("preview");
    expect(shown.output).toContain(String(before));
    expect(shown.output).toContain("a better description");

    const mark = audit.mark();
    expect(await stack.make("up")).toMatchObject({ code: 0 });
    const written = audit.ourWritesSince(mark).map((event) => event.requestURI.split("?")[0]);
    expect(new Set(written)).toEqual(new Set([`/apis/${API}/images/${organization}.mysql.v8.0.25`]));
  });

  test("refresh shows a field changed and an object deleted by hand; up repairs both", async () => {
    await kubernetes.patch(
      image(`${organization}.mysql.v8.0.31`),
      { spec: { detail: { description: "tampered" } } },
      { type: "merge", fieldManager: "kubectl-edit" },
    );
    await kubernetes.delete(image(`${organization}.cert-manager.v1.8.0`));
    const refreshed = await stack.make("refresh");
    expect(refreshed).toMatchObject({ code: 0 });
    expect(refreshed.output).toContain("tampered");
    expect(refreshed.output).toMatch(/1 deleted/);
    expect(await stack.make("up")).toMatchObject({ code: 0 });
    const repaired = await kubernetes.get(image(`${organization}.mysql.v8.0.31`));
    expect(repaired?.spec).toMatchObject({
      detail: { description: `${organization}/mysql:v8.0.31 for the tests` },
    });
    expect(await kubernetes.get(image(`${organization}.cert-manager.v1.8.0`))).toBeDefined();
    expect((await stack.preview()).changes).toEqual([]);
  });

  test("a moved tag is announced with both digests", async () => {
    const { from, to } = await moveTag(lab, `${organization}/mysql:v8.0.25`);
    const preview = await stack.preview();
    const told = preview.messages.join("\n");
    expect(told).toContain(from);
    expect(told).toContain(to);
    expect(await stack.make("up")).toMatchObject({ code: 0 });
    expect(JSON.stringify(await stack.outputs())).toContain(to);
    expect((await stack.preview()).changes).toEqual([]);
  });

  test("destroy leaves nothing, and the stack comes up again", async () => {
    expect(await stack.make("destroy")).toMatchObject({ code: 0 });
    expect(await kubernetes.request("GET", "/apis/imagehub.sealos.io")).toMatchObject({ status: 404 });
    const roles = await kubernetes.list(
      { group: "rbac.authorization.k8s.io", version: "v1", kind: "ClusterRole" },
      { labelSelector: "groundplan.dev/owner-hash" },
    );
    expect(roles.items).toEqual([]);
    expect(await stack.make("up")).toMatchObject({ code: 0 });
    expect(await stack.make("destroy")).toMatchObject({ code: 0 });
  });
});
