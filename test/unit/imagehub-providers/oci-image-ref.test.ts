import { RegistryError } from "../../../clients/oci/errors.js";
import { sketchArtifact, sketchImage, sketchIndex } from "../../../clients/oci/fake.js";
import {
  ociImageRef,
  type OciImageRefInputs,
  type OciImageRefOutputs,
} from "../../../providers/imagehub/oci-image-ref.js";
import { BUNDLE_TYPE, signatureTag } from "../../../model/shared/cosign.js";
import { bundleArtifact, classicSignature, signingKey, statementBundle } from "../oci/signing.js";
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

describe("a reference to an image", () => {
  test("is pinned to the digest, with the registry's facts", async () => {
    const { driver, digest } = made();
    const outputs = await driver.up(ref());
    expect(outputs).toMatchObject({
      digest,
      pinned: `registry.test/labring/mysql@${digest}`,
      pinnedWithTag: `registry.test/labring/mysql:v1@${digest}`,
      platforms: ["linux/amd64"],
      referrers: [],
      signed: "no",
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

  test("a preview reads only, and with warn works without the registry", async () => {
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

  test.each([
    [{ repository: "labring/mysql" }, /reference\.tag: is missing/],
    [{ repository: "labring/mysql", tag: "a b" }, /reference\.repository: .*tag/],
    [{ repository: "labring/mysql", digest: "sha256:ab" }, /reference\.digest: is no digest/],
  ])("%j is refused", (reference, told) => {
    expect(made().driver.problems(ref({ reference }))).toEqual([expect.stringMatching(told)]);
  });

  test("a platform that is none is refused", () => {
    expect(made().driver.problems(ref({ platform: "amd64" }))).toEqual([
      expect.stringMatching(/^platform: must be/),
    ]);
  });
});

const SBOM_TYPE = "application/spdx+json";
const SBOM = sketchArtifact(SBOM_TYPE, [{ mediaType: SBOM_TYPE, bytes: Buffer.from("{}") }]);
const ANNOTATION = {
  referrers: "imagehub.groundplan.dev/referrers",
  signed: "imagehub.groundplan.dev/signed",
};

describe("what is attached to an image", () => {
  test("is listed by digest, and a signature is told without a key", async () => {
    const { world, driver, digest } = made();
    const bundle = bundleArtifact(statementBundle(digest, signingKey()));
    world.registry.attach("labring/mysql", digest, SBOM, { artifactType: SBOM_TYPE });
    world.registry.attach("labring/mysql", digest, bundle, { artifactType: BUNDLE_TYPE });
    const outputs = await driver.up(ref());
    const row = (artifact: typeof SBOM, artifactType: string) => ({
      artifactType,
      mediaType: artifact.top.mediaType,
      digest: artifact.digest,
      size: artifact.top.bytes.length,
    });
    const rows = [row(SBOM, SBOM_TYPE), row(bundle, BUNDLE_TYPE)];
    rows.sort((left, right) => (left.digest < right.digest ? -1 : 1));
    expect(outputs).toMatchObject({ referrers: rows, signed: "present" });
    expect(outputs.annotations[ANNOTATION.signed]).toBe("present");
    expect(JSON.parse(outputs.annotations[ANNOTATION.referrers] ?? "")).toEqual(
      rows.map((one) => ({ artifactType: one.artifactType, digest: one.digest })),
    );
  });

  test("is found by a refresh when it came after the image, and changes no digest", async () => {
    const { world, driver, digest } = made();
    await driver.up(ref());
    world.registry.attach("labring/mysql", digest, SBOM, { artifactType: SBOM_TYPE });
    world.registry.push("labring/mysql", signatureTag(digest), classicSignature(digest, signingKey()));
    await driver.refresh();
    expect(driver.state?.outputs).toMatchObject({
      digest,
      signed: "present",
      referrers: [{ digest: SBOM.digest }],
      annotations: { [ANNOTATION.signed]: "present" },
    });
    expect(world.lines).toEqual([]);
  });

  test("stays as it was when a refresh finds the tag gone", async () => {
    const { world, driver, digest } = made();
    world.registry.push("labring/mysql", signatureTag(digest), classicSignature(digest, signingKey()));
    await driver.up(ref());
    world.registry.removeTag("labring/mysql", "v1");
    world.registry.removeTag("labring/mysql", signatureTag(digest));
    await driver.refresh();
    expect(driver.state?.outputs.signed).toBe("present");
  });

  test("is unknown, with a warning, where the registry does not tell", async () => {
    const { world, driver, digest } = made();
    const silent = (): void => {
      world.registry.failWith(({ operation }) =>
        operation === "referrers"
          ? new RegistryError("Unauthorized", { what: "the registry forbids this", where: "registry.test" })
          : undefined,
      );
    };
    silent();
    const outputs = await driver.up(ref());
    expect(outputs).toMatchObject({ digest, referrers: [], signed: "unknown" });
    expect(outputs.annotations).not.toHaveProperty([ANNOTATION.signed]);
    expect(world.lines).toEqual([expect.stringMatching(/^warning: .*stay unknown$/)]);

    world.registry.failWith(undefined);
    await driver.refresh();
    expect(driver.state?.outputs.signed).toBe("no");
    silent();
    await driver.refresh();
    expect(driver.state?.outputs.signed).toBe("no");
  });

  test("cannot be passed over when the registry does not answer in between", async () => {
    const { world, driver } = made();
    world.registry.failWith(({ operation }) => (operation === "referrers" ? unreachable() : undefined));
    await expect(driver.up(ref())).rejects.toThrow(/Bring the registry back/);
    expect(driver.state).toBeUndefined();
  });
});

describe("an image that must be signed", () => {
  const key = signingKey();
  const signed = ref({ verify: { publicKeyPem: key.publicKeyPem } });

  test("is refused without a signature, and with one by another key", async () => {
    const { world, driver, digest } = made();
    await expect(driver.up(signed)).rejects.toThrow(/is not signed\. Sign the image/);
    world.registry.push("labring/mysql", signatureTag(digest), classicSignature(digest, signingKey()));
    await expect(driver.up(signed)).rejects.toThrow(/is signed, but not with the given key/);
    expect(driver.state).toBeUndefined();
  });

  test("is taken with a signature by the key, and a refresh tells when that is gone", async () => {
    const { world, driver, digest } = made();
    world.registry.push("labring/mysql", signatureTag(digest), classicSignature(digest, key));
    expect(await driver.up(signed)).toMatchObject({ digest, signed: "verified" });
    await driver.refresh();
    expect(world.lines).toEqual([]);
    world.registry.push("labring/mysql", signatureTag(digest), classicSignature(digest, signingKey()));
    await driver.refresh();
    expect(world.lines).toEqual([expect.stringMatching(/drift: .*is signed, but not with the given key/)]);
    expect(driver.state?.outputs).toMatchObject({ digest, signed: "present" });
  });

  test("is refused when the registry does not tell its signatures", async () => {
    const { world, driver } = made();
    world.registry.failWith(({ operation }) =>
      operation === "referrers"
        ? new RegistryError("BadAnswer", { what: "the index is no JSON" })
        : undefined,
    );
    await expect(driver.up(signed)).rejects.toThrow(/the index is no JSON/);
    expect(driver.state).toBeUndefined();
  });

  test("the key is told from the moment on when it has to be there", async () => {
    const { world, driver, digest } = made();
    await driver.up(ref());
    await expect(driver.up(signed)).rejects.toThrow(/is not signed/);
    world.registry.push("labring/mysql", signatureTag(digest), classicSignature(digest, key));
    expect(await driver.up(signed)).toMatchObject({ signed: "verified" });
  });

  test.each([
    ["nonsense", "cosign.pub", /is no public key in PEM form/],
    ["of another kind", signingKey("P-384").publicKeyPem, /P-256/],
    [
      "private",
      key.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      /is a private key; give the public one/,
    ],
  ])("a key that is %s is refused before anything is asked", (_what, publicKeyPem, told) => {
    const { world, driver } = made();
    const problems = driver.problems(ref({ verify: { publicKeyPem } }));
    expect(problems).toEqual([expect.stringMatching(/^verify\.publicKeyPem: /)]);
    expect(problems[0]).toMatch(told);
    expect(problems[0]).not.toContain(publicKeyPem.split("\n")[1] ?? publicKeyPem);
    expect(world.registry.calls).toEqual([]);
  });
});

describe("an image's readme", () => {
  const ADDRESS = "https://example.test/README.md";
  const PAGE = "# MySQL\n`${HOME}` <script>alert(1)</script>\n";
  const named = (layer = "layer") =>
    sketchImage({
      layers: [layer],
      annotations: {
        "io.artifacthub.package.readme-url": ADDRESS,
        "org.opencontainers.image.documentation": "https://docs.test",
      },
    });
  const fetching = ref({ fetchReadme: true });

  function withReadme() {
    const { world, driver } = made();
    world.registry.push("labring/mysql", "v1", named());
    return { world, driver };
  }

  test("becomes the docs as it is, only when it is asked for", async () => {
    const { world, driver } = withReadme();
    world.registry.serveText(ADDRESS, PAGE);
    expect((await driver.up(ref())).detail["docs"]).toBe("https://docs.test");
    expect(world.registry.calls.filter(({ operation }) => operation === "text")).toEqual([]);
    expect((await driver.up(fetching)).detail["docs"]).toBe(PAGE);
    expect(world.lines).toEqual([]);
    expect((await driver.up(ref())).detail["docs"]).toBe("https://docs.test");
  });

  test.each([
    ["is not there", undefined, /the answer is 404/],
    ["is too large", "x".repeat(256 * 1024 + 1), /too large/],
  ])("that %s is a warning, and the image is made", async (_what, text, told) => {
    const { world, driver } = withReadme();
    if (text !== undefined) world.registry.serveText(ADDRESS, text);
    expect((await driver.up(fetching)).detail["docs"]).toBe("https://docs.test");
    expect(world.lines).toEqual([expect.stringMatching(/^warning: .*mysql:v1: the readme is left out: /)]);
    expect(world.lines[0]).toMatch(told);
  });

  test("that the image does not name is a warning", async () => {
    const { world, driver } = made();
    expect((await driver.up(fetching)).detail).not.toHaveProperty("docs");
    expect(world.lines).toEqual([expect.stringMatching(/names no readme.*readme-url/)]);
  });

  test("is kept for the same digest when it cannot be had later, and not for another", async () => {
    const { world, driver } = withReadme();
    world.registry.serveText(ADDRESS, PAGE);
    await driver.up(fetching);
    world.registry.failWith(({ operation }) => (operation === "text" ? unreachable() : undefined));
    expect((await driver.up(fetching)).detail["docs"]).toBe(PAGE);
    expect(world.lines.at(-1)).toContain("the readme is kept as it was");
    world.registry.push("labring/mysql", "v1", named("other"));
    expect((await driver.up(fetching)).detail["docs"]).toBe("https://docs.test");
  });
});
