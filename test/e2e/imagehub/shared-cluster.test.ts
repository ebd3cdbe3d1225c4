import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubernetesClient, KubeObject } from "../../../clients/kubernetes/types.js";
import { smallCatalogue } from "../../support/catalogue.js";
import { testLab, type TestLab } from "../../support/lab.js";
import { pushTestImage } from "../../support/registry.js";
import { TestStack } from "../../support/stack.js";

const GROUP = "imagehub.sealos.io";

describe("two stacks on one cluster", () => {
  const organization = "shared";
  const first = smallCatalogue(organization);
  const names = first.imagehub.images.map(({ name }) => name);
  // The second keeps no CRDs and no images of its own; it only asks for the same data.
  const second = {
    ...smallCatalogue(organization),
    installation: "fedcba987654",
    imagehub: {
      ...smallCatalogue(organization).imagehub,
      installCrds: false,
      organizations: [],
      images: [],
      dataPacks: { same: { type: "detail", names } },
    },
  };
  let lab: TestLab;
  let kubernetes: KubernetesClient;
  let stacks: readonly [TestStack, TestStack];

  beforeAll(async () => {
    lab = await testLab();
    for (const name of names) await pushTestImage(lab, name);
    kubernetes = await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } });
    stacks = [new TestStack(lab.folder), new TestStack(lab.folder, {}, undefined, "second")];
    stacks[0].configure(first);
    stacks[1].configure(second);
    expect(await stacks[0].make("up")).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    for (const stack of [...stacks].reverse()) {
      expect(await stack.make("destroy")).toMatchObject({ code: 0 });
      await stack.dispose();
    }
    await kubernetes.close();
  });

  async function packs(): Promise<KubeObject[]> {
    return (await kubernetes.list({ group: GROUP, version: "v1", kind: "DataPack" })).items;
  }

  test("the same data are one object, which the first to leave leaves", async () => {
    const [made] = await packs();
    expect(await stacks[1].make("up")).toMatchObject({ code: 0 });
    expect((await packs()).map(({ metadata }) => metadata.uid)).toEqual([made?.metadata.uid]);
    expect((await stacks[1].preview()).changes).toEqual([]);
    expect(await stacks[1].make("destroy")).toMatchObject({ code: 0 });
    expect((await packs()).map(({ metadata }) => metadata.uid)).toEqual([made?.metadata.uid]);
    expect((await stacks[0].preview()).changes).toEqual([]);
  });

  test("what belongs to another stack is refused at preview, by name and owner, and nothing is written", async () => {
    stacks[1].configure({ ...second, imagehub: { ...second.imagehub, images: first.imagehub.images } });
    const before = await kubernetes.list({ group: GROUP, version: "v1", kind: "Image" });
    const preview = await stacks[1].make("preview");
    expect(preview.code).not.toBe(0);
    expect(preview.output).toContain("Image shared.mysql.v8.0.25 exists already and belongs to");
    const up = await stacks[1].make("up");
    expect(up.code).not.toBe(0);
    const after = await kubernetes.list({ group: GROUP, version: "v1", kind: "Image" });
    expect(after.items).toEqual(before.items);
    stacks[1].configure(second);
  });
});
