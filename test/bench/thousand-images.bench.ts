import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { type DeclaredImage, smallCatalogue } from "../support/catalogue.js";
import { PlainProgram } from "../support/plain-program.js";
import { testLab, type TestLab } from "../support/lab.js";
import { TestStack } from "../support/stack.js";
import { publish, succeeds, timed, type Comparison } from "./report.js";

const COUNT = 1000;
const IMAGES = Array.from(
  { length: COUNT },
  (_, index) => `tool-${Math.floor(index / 10)}:v${index % 10}.0.0`,
);

// The same objects, each a plain CustomResource, on the custom resource definitions that our stack has installed.
const plain = (names: readonly string[], kubeconfig: string): string => `
const k8s = require("@pulumi/kubernetes");
const provider = new k8s.Provider("lab", { kubeconfig: ${JSON.stringify(kubeconfig)} });
for (const name of ${JSON.stringify(names)}) {
  const [org, repo, tag] = name.split(/[/:]/);
  new k8s.apiextensions.CustomResource(name, {
    apiVersion: "imagehub.sealos.io/v1",
    kind: "Image",
    metadata: {
      name: [org, repo, tag].join("."),
      labels: { "organization.imagehub.sealos.io": org, "repository.imagehub.sealos.io": repo, "tag.imagehub.sealos.io": tag },
    },
    spec: { name, type: "cluster-image", detail: { description: name + " for the tests", keywords: ["Database"] } },
  }, { provider });
}
`;

const manifestsOf = (images: readonly DeclaredImage[]): string =>
  images
    .map((spec) => {
      const metadata = { name: spec.name.replaceAll(/[/:]/g, ".") };
      return stringify({ apiVersion: "imagehub.sealos.io/v1", kind: "Image", metadata, spec });
    })
    .join("---\n");

describe(`${COUNT} images`, () => {
  let lab: TestLab;
  let stack: TestStack;
  let peer: PlainProgram;

  beforeAll(async () => {
    lab = await testLab();
    stack = new TestStack(lab.folder);
    const catalogue = smallCatalogue("ours", IMAGES);
    catalogue.imagehub.resolve = "off";
    catalogue.imagehub.dataPacks = {};
    // The engine hands the configuration to the program in one variable, of which Linux takes 128 KiB.
    writeFileSync(path.join(stack.folder, "images.yaml"), manifestsOf(catalogue.imagehub.images));
    catalogue.imagehub.images = [];
    catalogue.imagehub.manifests = ["images.yaml"];
    stack.configure(catalogue);
    const kubeconfig = readFileSync(path.join(lab.folder, "cluster", "kubeconfig"), "utf8");
    peer = new PlainProgram(
      lab.folder,
      "plain",
      plain(
        IMAGES.map((image) => `plain/${image}`),
        kubeconfig,
      ),
    );
    await stack.create();
    await peer.init();
  });

  afterAll(async () => {
    await peer.pulumi("destroy", "--yes", "--skip-preview", "--stack", "peer");
    await peer.dispose();
    await stack.make("destroy");
    await stack.dispose();
  });

  test("up, no-op preview and refresh, against plain CustomResources", async () => {
    const both = async (what: string, ...args: string[]): Promise<Comparison> => ({
      what,
      unit: "s",
      ours: (await timed(() => succeeds(stack.pulumi(...args, "--stack", stack.name)))) / 1000,
      peer: (await timed(() => succeeds(peer.pulumi(...args, "--stack", "peer")))) / 1000,
    });
    const comparisons = [
      await both("up, everything new", "up", "--yes", "--skip-preview"),
      await both("preview, no change", "preview", "--expect-no-changes"),
      await both("refresh, no drift", "refresh", "--yes", "--skip-preview"),
    ];
    publish(
      `${COUNT} images`,
      `${COUNT} images in one organization and 100 repositories, against the same ${COUNT} objects as plain CustomResources. Ours also writes the organization, the repositories and their status.`,
      comparisons,
    );
    for (const comparison of comparisons) expect(comparison.ours).toBeGreaterThan(0);
  });
});
