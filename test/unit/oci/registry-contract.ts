import { randomBytes } from "node:crypto";
import { digestOf } from "../../../clients/oci/digests.js";
import { descriptor, sketchReferrers } from "../../../clients/oci/fake/images.js";
import { sketchArtifact, sketchImage, sketchIndex, type SketchedPush } from "../../../clients/oci/fake.js";
import { signatureState } from "../../../clients/oci/signatures.js";
import type { OciRegistry } from "../../../clients/oci/types.js";
import { BUNDLE_TYPE, signatureTag } from "../../../model/shared/cosign.js";
import { errorOf } from "./error-of.js";
import { bundleArtifact, classicSignature, messageBundle, signingKey, statementBundle } from "./signing.js";

/** A registry under test, and how images get into it. */
export interface ContractSubject {
  readonly registry: OciRegistry;
  push(repository: string, tag: string, image: SketchedPush): Promise<unknown>;
}

const AMD64 = sketchImage({
  created: "2023-03-01T00:00:00Z",
  labels: { team: "data" },
  layers: ["one", "two"],
});
const BOTH = sketchIndex(
  [
    { platform: "linux/arm64", layers: ["arm"] },
    { platform: "linux/amd64", layers: ["intel", "inside"], created: "2023-03-01T00:00:00Z" },
  ],
  { annotations: { "org.opencontainers.image.description": "two platforms" }, attestation: true },
);

/**
 * What every implementation of {@link OciRegistry} has to do (acceptance 23). It runs against the fake, against an
 * HTTP stub and against a real registry, so that tests on the fake mean something.
 */
export function ociContract(open: () => Promise<ContractSubject>): void {
  const run = randomBytes(4).toString("hex");
  let subject: ContractSubject;
  let registry: OciRegistry;
  let repository: string;
  let count = 0;

  beforeAll(async () => {
    subject = await open();
    registry = subject.registry;
  });
  afterAll(async () => {
    await registry.close();
  });
  beforeEach(() => {
    count += 1;
    repository = `contract-${run}/test${count}`;
  });

  /** Lists an artifact under the tag that stands in for the referrers API. */
  async function attach(digest: string, artifacts: readonly [SketchedPush, string][]): Promise<void> {
    const entries = artifacts.map(([{ top }, artifactType]) => ({
      ...descriptor(top.mediaType, top.bytes),
      artifactType,
    }));
    const index = sketchReferrers(entries);
    await subject.push(repository, digest.replace(":", "-"), {
      blobs: artifacts.flatMap(([{ blobs }]) => blobs),
      inner: artifacts.map(([{ top }]) => top),
      top: index,
      digest: digestOf(index.bytes),
    });
  }

  it("resolves the image of one platform", async () => {
    await subject.push(repository, "v1", AMD64);
    const resolution = await registry.resolve({ repository, tag: "v1" });
    const size = AMD64.blobs.reduce((total, { length }) => total + length, 0);
    expect(resolution).toMatchObject({
      digest: AMD64.digest,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      platforms: [{ os: "linux", architecture: "amd64", digest: AMD64.digest, size }],
      config: {
        architecture: "amd64",
        os: "linux",
        created: "2023-03-01T00:00:00Z",
        labels: { team: "data" },
      },
      annotations: {},
      size,
      sizeAllPlatforms: size,
    });
    expect(resolution.chosen).toEqual(resolution.platforms[0]);
    expect(resolution.manifest.layers).toHaveLength(2);
  });

  it("resolves an index, chooses a platform, and leaves build attestations out", async () => {
    await subject.push(repository, "v1", BOTH);
    const intel = await registry.resolve({ repository, tag: "v1" });
    expect(intel.digest).toBe(BOTH.digest);
    expect(intel.mediaType).toBe("application/vnd.oci.image.index.v1+json");
    expect(intel.platforms.map(({ os, architecture }) => `${os}/${architecture}`)).toEqual([
      "linux/amd64",
      "linux/arm64",
    ]);
    expect(intel.chosen.architecture).toBe("amd64");
    expect(intel.config.created).toBe("2023-03-01T00:00:00Z");
    expect(intel.annotations).toEqual({ "org.opencontainers.image.description": "two platforms" });
    expect(intel.sizeAllPlatforms).toBe(intel.platforms.reduce((total, { size }) => total + size, 0));

    const arm = await registry.resolve({ repository, tag: "v1" }, { platform: "linux/arm64/v8" });
    expect(arm.digest).toBe(BOTH.digest);
    expect(arm.chosen).toMatchObject({ architecture: "arm64", size: arm.size });
    expect(arm.config.architecture).toBe("arm64");
  });

  it("names the platforms there are when the wanted one is missing", async () => {
    await subject.push(repository, "v1", BOTH);
    const error = await errorOf(registry.resolve({ repository, tag: "v1" }, { platform: "linux/s390x" }));
    expect(error.reason).toBe("PlatformNotFound");
    expect(error.message).toContain("only for linux/amd64, linux/arm64");
  });

  it("has the same digest from a request for the digest alone", async () => {
    await subject.push(repository, "one", AMD64);
    await subject.push(repository, "two", BOTH);
    expect(await registry.head({ repository, tag: "one" })).toBe(AMD64.digest);
    expect(await registry.head({ repository, tag: "two" })).toBe(BOTH.digest);
    expect(await registry.head({ repository, digest: BOTH.digest })).toBe(BOTH.digest);
  });

  it("follows a tag that moves, and stays with a digest", async () => {
    await subject.push(repository, "v1", AMD64);
    await subject.push(repository, "v1", BOTH);
    expect(await registry.head({ repository, tag: "v1" })).toBe(BOTH.digest);
    const pinned = await registry.resolve({ repository, tag: "v1", digest: AMD64.digest });
    expect(pinned.digest).toBe(AMD64.digest);
  });

  it("gives the very bytes of manifests and blobs", async () => {
    await subject.push(repository, "v1", AMD64);
    const { bytes, digest } = await registry.manifest({ repository, tag: "v1" });
    expect(bytes.equals(AMD64.top.bytes)).toBe(true);
    expect(digest).toBe(AMD64.digest);
    const [blob = Buffer.alloc(0)] = AMD64.blobs;
    expect((await registry.blob(repository, digestOf(blob))).equals(blob)).toBe(true);
  });

  it("tells a missing tag from a missing repository", async () => {
    await subject.push(repository, "v1", AMD64);
    for (const call of [registry.resolve, registry.head, registry.manifest]) {
      const error = await errorOf(call({ repository, tag: "v2" }));
      expect(error.reason).toBe("TagNotFound");
      expect(error.message).toContain(repository);
    }
    const missing = await errorOf(registry.tags(`contract-${run}/nowhere`));
    expect(missing.reason).toBe("RepositoryNotFound");
    const absent = { repository, digest: `sha256:${"0".repeat(64)}` };
    expect((await errorOf(registry.head(absent))).reason).toBe("TagNotFound");
    expect((await errorOf(registry.blob(repository, absent.digest))).reason).toBe("TagNotFound");
  });

  it("asks for a tag where none is named", async () => {
    expect((await errorOf(registry.resolve({ repository }))).message).toContain("neither a tag nor a digest");
  });

  it("lists tags sorted, without those of signatures and referrers", async () => {
    const other = sketchImage({ layers: ["other"] });
    for (const tag of ["v2", "v10", "latest"]) await subject.push(repository, tag, AMD64);
    await subject.push(repository, signatureTag(AMD64.digest), other);
    await attach(AMD64.digest, [[other, "sbom"]]);
    expect(await registry.tags(repository)).toEqual(["latest", "v10", "v2"]);
  });

  it("finds referrers, all or of one type", async () => {
    await subject.push(repository, "v1", AMD64);
    expect(await registry.referrers(repository, AMD64.digest)).toEqual([]);
    const sbom = sketchArtifact("application/spdx+json", [
      { mediaType: "text/plain", bytes: Buffer.from("sbom") },
    ]);
    const scan = sketchArtifact("application/scan", [
      { mediaType: "text/plain", bytes: Buffer.from("scan") },
    ]);
    await attach(AMD64.digest, [
      [sbom, "application/spdx+json"],
      [scan, "application/scan"],
    ]);
    expect((await registry.referrers(repository, AMD64.digest)).map(({ digest }) => digest).sort()).toEqual(
      [sbom.digest, scan.digest].sort(),
    );
    expect(
      await registry.referrers(repository, AMD64.digest, { artifactType: "application/scan" }),
    ).toMatchObject([{ digest: scan.digest, artifactType: "application/scan" }]);
  });

  it("stops when it is told to", async () => {
    await subject.push(repository, "v1", AMD64);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(registry.head({ repository, tag: "v1" }, { signal })).rejects.toThrow("enough");
  });

  describe("signatures", () => {
    const [key, other] = [signingKey(), signingKey()];
    const state = async (publicKeyPem?: string): Promise<string> =>
      signatureState(
        registry,
        { repository, digest: AMD64.digest },
        await registry.referrers(repository, AMD64.digest),
        publicKeyPem === undefined ? {} : { publicKeyPem },
      );

    it("are missing from an image that nobody signed", async () => {
      await subject.push(repository, "v1", AMD64);
      expect(await state(key.publicKeyPem)).toBe("no");
    });

    it("verify in the classic scheme", async () => {
      await subject.push(repository, "v1", AMD64);
      await subject.push(repository, signatureTag(AMD64.digest), classicSignature(AMD64.digest, key));
      expect(await state()).toBe("present");
      expect(await state(key.publicKeyPem)).toBe("verified");
      expect(await state(other.publicKeyPem)).toBe("present");
    });

    it.each([
      ["over the manifest", () => messageBundle(AMD64.top.bytes, key)],
      ["as a statement", () => statementBundle(AMD64.digest, key)],
    ])("verify in a bundle, %s", async (_what, make) => {
      await subject.push(repository, "v1", AMD64);
      await attach(AMD64.digest, [[bundleArtifact(make()), BUNDLE_TYPE]]);
      expect(await state()).toBe("present");
      expect(await state(key.publicKeyPem)).toBe("verified");
      expect(await state(other.publicKeyPem)).toBe("present");
    });

    it("are found among those of others", async () => {
      await subject.push(repository, "v1", AMD64);
      await subject.push(repository, signatureTag(AMD64.digest), classicSignature(AMD64.digest, other));
      await attach(AMD64.digest, [
        [bundleArtifact(statementBundle(AMD64.digest, other)), BUNDLE_TYPE],
        [bundleArtifact(messageBundle(AMD64.top.bytes, key)), BUNDLE_TYPE],
      ]);
      expect(await state(key.publicKeyPem)).toBe("verified");
    });

    it("of other tools are present and verify with no key", async () => {
      await subject.push(repository, "v1", AMD64);
      const type = "application/vnd.cncf.notary.signature";
      const notation = sketchArtifact(type, [
        { mediaType: "application/jose+json", bytes: Buffer.from("{}") },
      ]);
      await attach(AMD64.digest, [[notation, type]]);
      expect(await state()).toBe("present");
      expect(await state(key.publicKeyPem)).toBe("present");
    });

    it("are none when only something else refers to the image", async () => {
      await subject.push(repository, "v1", AMD64);
      const sbom = sketchArtifact("application/spdx+json", [
        { mediaType: "text/plain", bytes: Buffer.from("sbom") },
      ]);
      await attach(AMD64.digest, [[sbom, "application/spdx+json"]]);
      expect(await state()).toBe("no");
    });

    it("need a key that can verify", async () => {
      expect((await errorOf(state(signingKey("P-384").publicKeyPem))).message).toContain("P-256");
    });
  });
}
