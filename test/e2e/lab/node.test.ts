import { readFileSync, statSync } from "node:fs";
import { labStatus } from "../../../lab/profiles/index.js";
import { labFolder } from "../../../lab/state/folder.js";
import { privateLab, type TestLab } from "../../support/lab.js";
import { footprint, type Footprint } from "../../support/lab-footprint.js";
import { Web } from "../../support/lab-web.js";

jest.setTimeout(180_000);

describe("a lab with a real node", () => {
  let lab: TestLab;
  let before: Footprint;
  let web: Web;

  beforeAll(async () => {
    lab = privateLab(["kubelet"]);
    before = footprint(lab.folder);
    await lab.up();
    web = await Web.in(lab.kubeconfig);
  });

  afterAll(async () => {
    await web.close();
    await lab.dispose();
  });

  test("a Deployment rolls out and the host reaches its pods", async () => {
    await web.rollOut();
    const names = (await web.pods()).map(({ metadata }) => metadata.name);
    expect([...(await web.answers())].sort()).toEqual([...names].sort());
  });

  test("a pod reaches a Service at its cluster address, and the API server", async () => {
    const [first, ...rest] = (await web.asksFromWithin()).split("\n");
    expect((await web.pods()).map(({ metadata }) => metadata.name)).toContain(first);
    expect(rest.join("\n")).toContain("Client sent an HTTP request to an HTTPS server");
  });

  test("a second up starts nothing", async () => {
    expect(await lab.up()).toEqual([]);
  });

  test("every daemon is reported as healthy, with its process", async () => {
    const status = await labStatus(labFolder(lab.folder));
    expect(status.filter(({ wrong }) => wrong !== undefined)).toEqual([]);
    expect(status.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["etcd", "kube-apiserver", "registry", "kubelet"]),
    );
    for (const { pid } of status) expect(statSync(`/proc/${pid}`).isDirectory()).toBe(true);
  });

  test("the checkout's state folder holds no container file systems", () => {
    expect(footprint(lab.folder).mounts).toEqual(before.mounts);
  });

  test.each(["kube-apiserver", "etcd", "registry", "gateway", "containerd", "kubelet"])(
    "a killed %s is started again by up, and pods stay",
    async (daemon) => {
      const pods = (await web.pods()).map(({ metadata }) => metadata.uid);
      await lab.kill(daemon);
      expect(await lab.up()).toContain(daemon);
      await web.available();
      expect((await web.pods()).map(({ metadata }) => metadata.uid)).toEqual(pods);
    },
  );

  test("after the node itself was killed, up makes a new one and its pods run again", async () => {
    await lab.kill("node");
    expect(await lab.up()).toEqual(expect.arrayContaining(["node", "containerd", "kubelet", "kube-proxy"]));
    await web.available();
    expect(await web.answers()).toHaveLength(2);
  });

  test("secrets are in private files only", () => {
    const password = readFileSync(`${lab.folder}/registry/password`, "utf8").trim();
    expect(statSync(lab.kubeconfig).mode & 0o777).toBe(0o600);
    expect(statSync(`${lab.folder}/registry/password`).mode & 0o777).toBe(0o600);
    expect(footprint(lab.folder).processes.join("\n")).not.toContain(password);
  });

  test("down leaves nothing behind, and the next up brings everything back", async () => {
    await lab.down();
    expect(footprint(lab.folder)).toEqual(before);
    await lab.up();
    await web.available();
    await lab.down();
    expect(footprint(lab.folder)).toEqual(before);
  });
});
