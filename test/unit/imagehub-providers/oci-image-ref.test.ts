import { generateKeyPairSync } from "node:crypto";
import { RegistryError } from "../../../clients/oci/errors.js";
import { sketchImage, sketchIndex } from "../../../clients/oci/fake.js";
import {
  ociImageRef,
  type OciImageRefInputs,
  type OciImageRefOutputs,
} from "../../../providers/imagehub/oci-image-ref.js";
import { Driver, START, World } from "./world.js";

const REFERENCE = { repository: "labring/mysql", tag: "v1" };

function ref(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { registry: "lab", reference: REFERENCE, resolve: "always", ...more };
}

function made(): { world: World; driver: Driver<OciImageRefInputs, OciImageRefOutputs>; digest: string } {
  const world = new World();
  const digest = world.registry.push(
    "labring/mysql",
    "v1",
    sketchImage({ created: "2023-03-01T00:00:00.5Z" }),
  );
  return { world, driver: new Driver(world, ociImageRef, "mysql"), digest };
}

function unreachable(): RegistryError {
  return new RegistryError("Unreachable", { what: "no answer", where: "registry.test" });
}

describe("6.9 case 23: a reference to an image", () => {
  test("is pinned to the digest, with the registry's facts", async () => {
    const { driver, digest } = made();
    const outputs = await driver.up(ref());
    expect(outputs).toMatchObject({
      digest,
      pinned: `registry.test/labring/mysql@${digest}`,
      pinnedWithTag: `registry.test/labring/mysql:v1@${digest}`,
      platforms: ["linux/amd64"],
      signed: "unknown",
      detail: { arch: "amd64", creatTime: "2023-03-01T00:00:00Z", size: outputs.size },
    });
    expect(outputs.annotations).toMatchObject({
      "imagehub.groundplan.dev/digest": digest,
      "imagehub.groundplan.dev/size-basis": "compressed",
      "imagehub.groundplan.dev/resolved-at": "2026-01-01T00:00:00Z",
    });
  });

  test("of several platforms is the digest of the index, with one platform's size and all architectures", async () => {
    const { world, driver } = made();
    const digest = world.registry.push(
      "labring/mysql",
      "v1",
      sketchIndex([{ platform: "linux/amd64" }, { platform: "linux/arm64", layers: ["much", "more"] }], {
        attestation: true,
      }),
    );
    const outputs = await driver.up(ref({ platform: "linux/arm64" }));
    expect(outputs).toMatchObject({
      digest,
      platforms: ["linux/amd64", "linux/arm64"],
      detail: { arch: "amd64,arm64" },
    });
    expect(outputs.sizeAllPlatforms).toBeGreaterThan(outputs.size);
  });

  test("a tag that moved is told with both digests, then followed", async () => {
    const { world, driver, digest } = made();
    await driver.up(ref());
    expect(await driver.plan(ref())).toBeUndefined();
    const moved = world.registry.push("labring/mysql", "v1", sketchImage({ layers: ["new"] }));
    expect((await driver.plan(ref()))?.steps).toEqual([`digest: ${digest} → ${moved}`]);
    expect(await driver.up(ref())).toMatchObject({ digest: moved });
    expect(await driver.plan(ref())).toBeUndefined();
  });

  test("a tag that must not move is an error at preview that names both digests", async () => {
    const { world, driver, digest } = made();
    await driver.up(ref({ immutableTags: true }));
    const moved = world.registry.push("labring/mysql", "v1", sketchImage({ layers: ["new"] }));
    const told = new RegExp(`${digest} to ${moved}`);
    await expect(driver.plan(ref({ immutableTags: true }))).rejects.toThrow(told);
    await expect(driver.up(ref({ immutableTags: true }))).rejects.toThrow(told);
    expect(driver.state?.outputs.digest).toBe(digest);
  });

  test("with resolve once, the first digest stays until the reference changes", async () => {
    const { world, driver, digest } = made();
    const once = ref({ resolve: "once" });
    await driver.up(once);
    world.registry.push("labring/mysql", "v1", sketchImage({ layers: ["new"] }));
    const other = world.registry.push("labring/mysql", "v2", sketchImage({ layers: ["two"] }));
    const calls = world.registry.calls.length;
    expect(await driver.plan(once)).toBeUndefined();
    expect(await driver.up(once)).toMatchObject({ digest });
    expect(world.registry.calls).toHaveLength(calls);
    expect(await driver.up({ ...once, reference: { ...REFERENCE, tag: "v2" } })).toMatchObject({
      digest: other,
    });
  });

  test("with resolve off nothing is asked", async () => {
    const { world, driver } = made();
    expect(await driver.up(ref({ resolve: "off" }))).toMatchObject({ digest: "", pinned: "" });
    expect(world.registry.calls).toEqual([]);
  });

  test("a missing tag is an error at preview", async () => {
    const { driver } = made();
    await expect(driver.plan(ref({ reference: { ...REFERENCE, tag: "none" } }))).rejects.toThrow(/not found/);
  });

  test("the time of a digest's first sight stays while the digest does", async () => {
    const { world, driver } = made();
    await driver.up(ref());
    world.now = START + 3_600_000;
    await driver.up(ref());
    expect(driver.state?.outputs.annotations["imagehub.groundplan.dev/resolved-at"]).toBe(
      "2026-01-01T00:00:00Z",
    );
  });

  test("6.9 case 27: a preview reads only, and with warn works without the registry", async () => {
    const { world, driver, digest } = made();
    await driver.up(ref({ onUnreachable: "warn" }));
    world.registry.failWith(unreachable);
    const plan = await driver.plan(ref({ onUnreachable: "warn" }));
    expect(plan?.steps).toEqual([]);
    expect(plan?.notes?.[0]).toContain(`${digest} is kept`);
    expect(await driver.up(ref({ onUnreachable: "warn" }))).toMatchObject({ digest });
    expect(world.lines.join("\n")).toContain("is kept");
    expect(world.writes()).toEqual([]);
  });

  test("without warn, a registry that does not answer stops the preview", async () => {
    const { world, driver } = made();
    await driver.up(ref());
    world.registry.failWith(unreachable);
    const error: unknown = await driver.plan(ref()).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/registry\.test\/labring\/mysql:v1.*onUnreachable: warn/);
    expect(error).not.toHaveProperty("reason");
  });

  test("one that never was resolved cannot be made without the registry", async () => {
    const { world, driver } = made();
    world.registry.failWith(unreachable);
    expect((await driver.plan(ref({ onUnreachable: "warn" })))?.notes).toHaveLength(1);
    await expect(driver.up(ref({ onUnreachable: "warn" }))).rejects.toThrow(/Bring the registry back/);
  });

  test("a refused credential is never taken for a registry that does not answer", async () => {
    const { world, driver } = made();
    await driver.up(ref({ onUnreachable: "warn" }));
    world.registry.failWith(
      () => new RegistryError("Unauthorized", { what: "the password is wrong", where: "registry.test" }),
    );
    await expect(driver.plan(ref({ onUnreachable: "warn" }))).rejects.toMatchObject({
      reason: "Unauthorized",
    });
  });

  test("a refresh tells a moved tag and keeps the pin", async () => {
    const { world, driver, digest } = made();
    await driver.up(ref());
    await driver.refresh();
    expect(world.lines).toEqual([]);
    const moved = world.registry.push("labring/mysql", "v1", sketchImage({ layers: ["new"] }));
    await driver.refresh();
    expect(world.lines.join("\n")).toContain(`moved from ${digest} to ${moved}`);
    expect(driver.state?.outputs.digest).toBe(digest);
    world.registry.removeTag("labring/mysql", "v1");
    await driver.refresh();
    expect(world.lines.at(-1)).toContain("may soon be impossible to pull");
  });

  test("an unsigned image is refused where a key is given", async () => {
    const { driver } = made();
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const publicKeyPem = publicKey.export({ type: "spki", format: "pem" }).toString();
    await expect(driver.up(ref({ verify: { publicKeyPem } }))).rejects.toThrow(/is not signed/);
    expect(driver.state).toBeUndefined();
  });

  test.each([
    [{ repository: "labring/mysql" }, /reference\.tag: is missing/],
    [{ repository: "labring/mysql", tag: "a b" }, /reference\.repository: .*tag/],
    [{ repository: "labring/mysql", digest: "sha256:ab" }, /reference\.digest: is no digest/],
  ])("%j is refused", (reference, told) => {
    expect(made().driver.problems(ref({ reference }))).toEqual([expect.stringMatching(told)]);
  });
});
