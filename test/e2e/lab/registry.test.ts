import { pushImage, SEED_IMAGES, tagDigest, type RegistryAccess } from "../../../lab/profiles/index.js";
import { privateLab, type TestLab } from "../../support/lab.js";

jest.setTimeout(60_000);

describe("the registry", () => {
  let lab: TestLab;
  let registry: RegistryAccess;

  beforeAll(async () => {
    lab = privateLab(["registry"]);
    await lab.up();
    registry = lab.registry;
  });

  afterAll(() => lab.dispose());

  test("holds every example image", async () => {
    const digests = await Promise.all(SEED_IMAGES.map((image) => tagDigest(registry, image)));
    for (const digest of digests) expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("refuses callers without the password", async () => {
    expect((await fetch(`${registry.endpoint}/v2/labring/mysql/tags/list`)).status).toBe(401);
    const wrong = { ...registry, password: "wrong" };
    await expect(tagDigest(wrong, { repository: "labring/mysql", tag: "v8.0.25" })).rejects.toThrow(
      /answers 401/,
    );
  });

  test("a tag that was moved stays moved, and the address stays, over a restart", async () => {
    const target = { repository: "labring/mysql", tag: "v8.0.31" };
    const before = await tagDigest(registry, target);
    const { digest } = await pushImage(registry, {
      ...target,
      layers: [[{ path: "moved", content: "yes" }]],
    });
    expect(digest).not.toBe(before);
    await lab.down();
    await lab.up();
    expect(lab.registry).toEqual(registry);
    expect(await tagDigest(registry, target)).toBe(digest);
  });
});
