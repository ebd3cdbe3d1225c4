import { readFileSync } from "node:fs";
import { registryAccess, pushImage, toolboxSource } from "../../../lab/profiles/index.js";
import { labFolder } from "../../../lab/state/folder.js";
import { ArtifactScene, request } from "../../support/artifact-scene.js";
import { smallCatalogue } from "../../support/catalogue.js";
import { GitRepository } from "../../support/git-repository.js";

jest.setTimeout(300_000);

const ORGANIZATION = "together";
const IMAGE = "shell:v1";
const SILENT = { line: () => undefined, status: () => undefined };

describe("one stack with a catalogue, an artifact and a workspace", () => {
  const scene = new ArtifactScene("together");
  let repository: GitRepository;
  let digest = "";

  beforeAll(async () => {
    digest = await pushShell("from the catalogue");
    repository = new GitRepository();
    repository.commit({
      "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
      "templates/address.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: address }\ndata: { endpoint: {{ .Values.endpoint | quote }} }\n",
    });
  });

  afterAll(() => {
    repository.dispose();
  });

  test("an image of the catalogue runs as a step, and what it finds out becomes a parameter of the workspace", async () => {
    const catalogue = smallCatalogue(ORGANIZATION, [IMAGE]);
    const { build, ...rest } = request("machine", { build: "cat /message > $(results.endpoint.path)" }) as {
      build: { tasks: readonly [{ spec: { steps: readonly [object] } }] };
    };
    const [task] = build.tasks;
    const [step] = task.spec.steps;
    const image = `\${imagehub.${ORGANIZATION}/${IMAGE}.pinned}`;
    const tasks = [{ ...task, spec: { ...task.spec, steps: [{ ...step, image }] } }];
    scene.stack.configure({
      ...catalogue,
      ...scene.config({
        pools: { machine: scene.pool({ ...rest, build: { ...build, tasks } }, { total: 2, target: 1 }) },
        leases: { mine: { pool: "machine" } },
      }),
      registries: catalogue.registries,
      repositories: { source: { url: repository.url } },
      workspaces: {
        shop: {
          repository: "source",
          destination: { cluster: "lab", namespace: scene.namespace },
          helm: { parameters: [{ name: "endpoint", value: "${artifacts.mine.results.endpoint}" }] },
        },
      },
    });
    await scene.make("up");
    const address = await scene.kubernetes.get({
      ...{ apiVersion: "v1", kind: "ConfigMap", namespace: scene.namespace, name: "address" },
    });
    expect(address).toMatchObject({ data: { endpoint: "from the catalogue" } });
    const [pod] = await podImages();
    expect(pod).toContain(digest);
    expect(await scene.make("preview")).not.toMatch(/\d+ to (create|update|replace|delete)/);
  });

  /** Pushes an image with a shell and a message. @returns its digest */
  async function pushShell(message: string): Promise<string> {
    const busybox = readFileSync(`${await toolboxSource(SILENT).debianRoot("images")}/bin/busybox`);
    const [repositoryName = "", tag = ""] = `${ORGANIZATION}/${IMAGE}`.split(":");
    const pushed = await pushImage(registryAccess(labFolder(scene.lab.folder)), {
      repository: repositoryName,
      tag,
      layers: [
        [
          { path: "bin/busybox", content: busybox, mode: 0o755 },
          { path: "bin/sh", linkTo: "busybox" },
          { path: "bin/cat", linkTo: "busybox" },
          { path: "message", content: message },
          { path: "tmp/empty", content: "" },
        ],
      ],
      config: { Env: ["PATH=/bin"] },
      created: "2023-03-01T00:00:00Z",
    });
    return pushed.digest;
  }

  /** Images of the steps that were run, as the specs in the ledger say. */
  async function podImages(): Promise<readonly string[]> {
    const { items } = await scene.kubernetes.list(
      { group: "", version: "v1", kind: "ConfigMap" },
      { namespace: scene.namespace, labelSelector: "groundplan.dev/artifact=machine" },
    );
    return items
      .filter(({ metadata }) => metadata.name?.startsWith("spec-machine-"))
      .map((item) => JSON.stringify(item));
  }
});
