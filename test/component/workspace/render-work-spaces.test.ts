import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import { renderWorkSpaces, type WorkSpaceSource } from "../../../components/index.js";
import { run } from "../../../lab/host/command.js";
import { makeRepository } from "../../../lab/profiles/index.js";
import { clusterTarget } from "../../../providers/targets/cluster.js";
import { until } from "../../support/until.js";

const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: one}\n";
const GONE = "0".repeat(40);

describe("rendering workspaces before anything is declared", () => {
  let folder: string;
  let url: string;
  let cache: string | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-render-"));
    cache = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = path.join(folder, "cache");
    await commit({ "deploy/settings.yaml": CONFIG_MAP });
    await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
    configure({ shop: { url } });
  });
  afterEach(() => {
    if (cache === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cache;
    rmSync(folder, { recursive: true });
  });

  /** Makes `main` a commit of just these files, and answers its id. */
  async function commit(files: Readonly<Record<string, string>>): Promise<string> {
    const content = path.join(folder, "content");
    rmSync(content, { recursive: true, force: true });
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(content, file)), { recursive: true });
      writeFileSync(path.join(content, file), text);
    }
    url = readFileSync(await makeRepository(content, path.join(folder, "git")), "utf8").trim();
    return (await run(["git", "--git-dir", path.join(folder, "git", "dev.git"), "rev-parse", "main"])).trim();
  }

  function configure(repositories: Record<string, unknown>, secrets: Record<string, unknown> = {}): void {
    pulumi.runtime.setAllConfig({
      "groundplan:repositories": JSON.stringify(repositories),
      "groundplan:repositoriesSecrets": JSON.stringify(secrets),
    });
  }

  const shop = (more: Partial<WorkSpaceSource> = {}): WorkSpaceSource => ({
    name: "shop",
    path: "workspaces.shop",
    repository: { name: "shop" },
    source: { path: "deploy" },
    ...more,
  });

  async function failure(...sources: readonly WorkSpaceSource[]): Promise<string> {
    const error: unknown = await renderWorkSpaces(sources).catch((thrown: unknown) => thrown);
    if (!pulumi.RunError.isInstance(error)) throw new Error("the sources were rendered", { cause: error });
    return error.message;
  }

  it("resolves, fetches and renders", async () => {
    const id = await commit({ "deploy/settings.yaml": CONFIG_MAP, "other/x.yaml": "not: rendered\n" });
    const { workspaces, repositories } = await renderWorkSpaces([
      shop({ source: { path: "deploy", targetRevision: "main" } }),
    ]);
    expect(workspaces).toEqual([
      {
        name: "shop",
        source: { repoURL: url, path: "deploy", targetRevision: "main" },
        revision: id,
        resolution: `shop: main is ${id}: The example workspace (groundplan <lab@groundplan.test>, 2026-01-01T00:00:00+00:00)`,
        sourceType: "Directory",
        objects: [expect.objectContaining({ kind: "ConfigMap", data: { a: "one" } })],
        warnings: [],
      },
    ]);
    expect(repositories).toEqual([
      { name: "shop", url, inheritedCreds: false, connectionState: { status: "Successful", message: "" } },
    ]);
  });

  it("finds a repository by its address, whether the stack declares it or not", async () => {
    const byUrl = { repository: { url } };
    const declared = await renderWorkSpaces([shop(byUrl)]);
    configure({});
    expect((await renderWorkSpaces([shop(byUrl)])).workspaces).toEqual(declared.workspaces);
  });

  it("takes the locked commit, whatever the branch says by now", async () => {
    const locked = await commit({ "deploy/settings.yaml": CONFIG_MAP });
    await commit({ "deploy/settings.yaml": CONFIG_MAP.replace("one", "two") });
    const { workspaces } = await renderWorkSpaces([
      shop({ revisionLock: locked }),
      shop({ name: "newest", source: { path: "deploy", targetRevision: "main" } }),
    ]);
    expect(workspaces.map(({ revision }) => revision === locked)).toEqual([true, false]);
    expect(workspaces.map(({ objects }) => objects[0]?.["data"])).toEqual([{ a: "one" }, { a: "two" }]);
  });

  it("uses the credentials of the template with the longest beginning, and shows none", async () => {
    const settings = { shop: { url }, all: { url: "file:///", template: true, username: "ada" } };
    configure(settings, { all: { password: "canary" } });
    const rendered = await renderWorkSpaces([shop()]);
    expect(rendered.repositories).toMatchObject([{ name: "shop", inheritedCreds: true }]);
    expect(rendered.templates).toEqual([{ name: "all", url: "file:///" }]);
    expect(JSON.stringify(rendered)).not.toContain("canary");
  });

  it("tells the faults of all workspaces at once", async () => {
    await commit({ "deploy/settings.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: [\n" });
    configure({ shop: { url }, gone: { url: `${url}-gone` } });
    const message = await failure(
      shop({ name: "a", path: "workspaces.a", repository: { name: "gone" } }),
      shop({ name: "b", path: "workspaces.b", source: { path: "nowhere" } }),
      shop({ name: "c", path: "workspaces.c", source: { path: "deploy", targetRevision: "v1" } }),
      shop({ name: "d", path: "workspaces.d" }),
    );
    const lines = message.split("\n");
    expect(lines[0]).toBe("The workspaces cannot be rendered: 4 faults; nothing was touched.");
    expect(lines.filter((line) => line.startsWith("✖")).map((line) => line.split(": ")[0])).toEqual([
      "✖ workspaces.a",
      "✖ workspaces.b",
      "✖ workspaces.c",
      "✖ workspaces.d",
    ]);
    expect(message).toContain("nowhere");
    expect(message).toContain("v1");
    expect(message).toContain("deploy/settings.yaml");
    expect(lines.at(-1)).toContain("without --run-program");
  });

  it("refuses a commit that nobody has", async () => {
    expect(await failure(shop({ revisionLock: GONE }))).toContain("✖ workspaces.shop: ");
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["a repository that is not declared", {}, "is not in the configuration"],
    ["a template of credentials", { shop: { url: "https://h/", template: true } }, "template of credentials"],
  ])("refuses %s", async (_what, repositories, told) => {
    configure(repositories);
    expect(await failure(shop())).toContain(told);
  });

  it("shows the state of a repository that no workspace needs, and goes on", async () => {
    configure({ shop: { url }, gone: { url: `${url}-gone` } });
    const { repositories } = await renderWorkSpaces([shop()]);
    expect(repositories).toMatchObject([
      { name: "shop", connectionState: { status: "Successful" } },
      {
        name: "gone",
        connectionState: { status: "Failed", message: expect.stringContaining("-gone") as unknown },
      },
    ]);
  });

  it("refuses a reference that no object holds as it is", async () => {
    const where = "workspaces.shop.helm.parameters[0].value";
    const standIns = [
      { text: "one", path: "workspaces.shop.helm.values" },
      { text: "groundplan.invalid/reference:x", path: where },
    ];
    const message = await failure(shop({ standIns }));
    expect(message).toContain(`✖ ${where}: holds a reference`);
    expect(message).not.toContain("helm.values:");
  });

  describe("that are charts", () => {
    const CHART = { "deploy/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n" };
    const charts = [
      shop({ cluster: "lab" }),
      shop({ name: "blog", path: "workspaces.blog", cluster: "lab" }),
    ];
    let helm: string | undefined;

    beforeEach(async () => {
      await commit(CHART);
      helm = process.env.GROUNDPLAN_HELM;
      const settings = { "groundplan:clusters": JSON.stringify({ lab: { kubeconfig: "nowhere" } }) };
      pulumi.runtime.setAllConfig({ ...pulumi.runtime.allConfig(), ...settings });
    });
    afterEach(() => {
      jest.restoreAllMocks();
      if (helm === undefined) delete process.env.GROUNDPLAN_HELM;
      else process.env.GROUNDPLAN_HELM = helm;
    });

    /** A shell script in Helm's place; its own version it tells by itself. */
    function takeForHelm(body: string): void {
      const file = path.join(folder, "helm");
      writeFileSync(file, `#!/bin/sh\nif [ "$1" = version ]; then echo v3.21.4; exit; fi\n${body}\n`, {
        mode: 0o755,
      });
      process.env.GROUNDPLAN_HELM = file;
    }

    /** Puts its arguments into an object. */
    const PRINT_ARGUMENTS = `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndata: {args: "%s"}\\n' "$*"`;

    it("are rendered for their cluster, which is asked once", async () => {
      takeForHelm(PRINT_ARGUMENTS);
      const cluster = new FakeKubernetes({});
      const asked = jest.spyOn(cluster, "request");
      jest.spyOn(clusterTarget, "connect").mockResolvedValue(cluster);
      const { workspaces } = await renderWorkSpaces(charts);
      for (const { objects, warnings } of workspaces) {
        expect(objects).toMatchObject([
          {
            data: {
              args: expect.stringMatching(
                /--kube-version=1\.36\.3 .*--api-versions=v1\/ConfigMap/,
              ) as unknown,
            },
          },
        ]);
        expect(warnings).toEqual([]);
      }
      expect(asked).toHaveBeenCalledTimes(1);
    });

    it("are rendered for Helm's default when the cluster cannot be asked, with a warning", async () => {
      takeForHelm(PRINT_ARGUMENTS);
      const { workspaces } = await renderWorkSpaces([...charts, shop({ name: "free" })]);
      expect(
        workspaces.flatMap(({ objects }) => objects.map((object) => JSON.stringify(object))).join(),
      ).not.toMatch(/kube-version|api-versions/);
      expect(workspaces.map(({ warnings }) => warnings)).toEqual([
        [
          expect.stringMatching(
            /^helm\.kubeVersion, helm\.apiVersions: Helm's own default counts, since .*nowhere/,
          ),
        ],
        [expect.stringContaining("nowhere")],
        [expect.stringContaining("no cluster is asked")],
      ]);
    });

    it("are given up when the run is interrupted", async () => {
      takeForHelm(`touch ${folder}/started; exec sleep 300`);
      const abort = new AbortController();
      const rendering = renderWorkSpaces([shop()], { signal: abort.signal });
      const outcome = expect(rendering).rejects.toThrow(/workspaces\.shop: .*cancelled/);
      await until("helm has started", () => existsSync(path.join(folder, "started")));
      abort.abort();
      await outcome;
    });
  });
});
