import {
  mergeDetail,
  readmeUrl,
  referrerRows,
  registryFacts,
} from "../../../model/imagehub/registry-facts.js";
import type { OciResolution } from "../../../model/shared/oci-image.js";

const DIGEST = (digit: string): string => `sha256:${digit.repeat(64)}`;
const AMD64 = { os: "linux", architecture: "amd64", digest: DIGEST("a"), size: 30 };

const PLAIN: OciResolution = {
  digest: DIGEST("d"),
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  platforms: [AMD64],
  chosen: AMD64,
  manifest: { config: { mediaType: "c", digest: DIGEST("c"), size: 10 }, layers: [] },
  config: { architecture: "amd64", os: "linux", created: "2023-03-01T00:00:00.123Z" },
  annotations: {},
  size: 30,
  sizeAllPlatforms: 30,
};

describe("facts of a registry in the catalogue's terms", () => {
  it("fills in id, architecture, size and creation time", () => {
    const { detail, annotations } = registryFacts(PLAIN, { resolvedAt: "2024-01-01T00:00:00Z" });
    expect(detail).toEqual({
      ID: "c".repeat(64),
      arch: "amd64",
      size: 30,
      creatTime: "2023-03-01T00:00:00Z",
    });
    expect(annotations).toEqual({
      "imagehub.groundplan.dev/digest": DIGEST("d"),
      "imagehub.groundplan.dev/media-type": PLAIN.mediaType,
      "imagehub.groundplan.dev/platform-digests": `{"linux/amd64":"${DIGEST("a")}"}`,
      "imagehub.groundplan.dev/size-basis": "compressed",
      "imagehub.groundplan.dev/resolved-at": "2024-01-01T00:00:00Z",
    });
  });

  it("lists the architectures of an index, sorted", () => {
    const arm = { os: "linux", architecture: "arm64", digest: DIGEST("b"), size: 1 };
    expect(
      registryFacts({ ...PLAIN, platforms: [arm, AMD64, { ...AMD64, os: "windows" }] }).detail.arch,
    ).toBe("amd64,arm64");
  });

  it("prefers the index, then the manifest, then the labels", () => {
    const key = "org.opencontainers.image.description";
    const labels = { ...PLAIN, config: { ...PLAIN.config, labels: { [key]: "label" } } };
    const manifest = { ...labels, manifest: { ...PLAIN.manifest, annotations: { [key]: "manifest" } } };
    const index = { ...manifest, annotations: { [key]: "index" } };
    expect([labels, manifest, index].map((one) => registryFacts(one).detail.description)).toEqual([
      "label",
      "manifest",
      "index",
    ]);
  });

  it("maps addresses, docs and keywords, and drops what the catalogue would refuse", () => {
    const { detail } = registryFacts({
      ...PLAIN,
      annotations: {
        "org.opencontainers.image.url": "www.mysql.com",
        "org.opencontainers.image.documentation": "https://docs",
        "io.artifacthub.package.logo-url": "https://h.io/logo.png",
        "io.artifacthub.package.keywords": "storage, GPU ,gitops,mysql,STORAGE",
      },
    });
    expect(detail).toMatchObject({
      docs: "https://docs",
      icon: "https://h.io/logo.png",
      keywords: ["Storage", "GPU", "GitOps"],
    });
    expect(detail).not.toHaveProperty("url");
  });

  it("falls back to the source as address, and to the annotation as creation time", () => {
    const { detail } = registryFacts({
      ...PLAIN,
      config: {},
      annotations: {
        "org.opencontainers.image.source": "https://github.com/x",
        "org.opencontainers.image.created": "2020-01-01T01:00:00+01:00",
      },
    });
    expect(detail).toMatchObject({ url: "https://github.com/x", creatTime: "2020-01-01T00:00:00Z" });
  });

  it("leaves the creation time out when nobody knows it", () => {
    expect(registryFacts({ ...PLAIN, config: { created: "yesterday" } }).detail).not.toHaveProperty(
      "creatTime",
    );
  });

  it("names referrers in an order that does not change", () => {
    const one = { mediaType: "m", digest: DIGEST("1"), size: 1, artifactType: "sbom" };
    const two = { mediaType: "m", digest: DIGEST("2"), size: 1 };
    const texts = [
      [one, two],
      [two, one, two],
    ].map((found) => {
      const attached = { referrers: referrerRows(found), signed: "present" as const };
      const { annotations } = registryFacts(PLAIN, { attached });
      expect(annotations["imagehub.groundplan.dev/signed"]).toBe("present");
      return annotations["imagehub.groundplan.dev/referrers"];
    });
    expect(texts[0]).toBe(
      `[{"artifactType":"sbom","digest":"${DIGEST("1")}"},{"artifactType":"m","digest":"${DIGEST("2")}"}]`,
    );
    expect(texts[1]).toBe(texts[0]);
  });

  it("names a bounded number of referrers", () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      mediaType: "m",
      artifactType: "x".repeat(10_000),
      digest: `sha256:${String(index).padStart(64, "0")}`,
      size: 1,
    }));
    const rows = referrerRows(many);
    expect(rows).toHaveLength(200);
    const { annotations } = registryFacts(PLAIN, { attached: { referrers: rows, signed: "no" } });
    expect(Buffer.byteLength(JSON.stringify(annotations))).toBeLessThan(256 * 1024);
  });

  it("takes the readme for docs before the address of the documentation", () => {
    const annotations = {
      "org.opencontainers.image.documentation": "https://docs",
      "io.artifacthub.package.readme-url": "https://h.io/README.md",
    };
    const image = { ...PLAIN, annotations };
    expect(readmeUrl(image)).toBe("https://h.io/README.md");
    expect(readmeUrl(PLAIN)).toBeUndefined();
    expect(registryFacts(image, { readme: "# Read me" }).detail.docs).toBe("# Read me");
    expect(registryFacts(image).detail.docs).toBe("https://docs");
  });

  it("leaves out texts that are too long for an object", () => {
    const long = "x".repeat(300 * 1024);
    const { detail } = registryFacts({
      ...PLAIN,
      annotations: {
        "org.opencontainers.image.description": long,
        "org.opencontainers.image.documentation": long,
        "org.opencontainers.image.url": `https://x.test/${long}`,
      },
    });
    expect(Object.keys(detail)).toEqual(["ID", "arch", "size", "creatTime"]);
  });

  it("has no architecture for what runs on none", () => {
    const chart = { ...AMD64, os: "unknown", architecture: "unknown" };
    expect(registryFacts({ ...PLAIN, platforms: [chart] }).detail).not.toHaveProperty("arch");
  });

  it("never overwrites what was declared", () => {
    const { detail } = registryFacts(PLAIN);
    expect(mergeDetail({ arch: "riscv64", description: "mine" }, detail)).toEqual({
      ...detail,
      arch: "riscv64",
      description: "mine",
    });
  });
});
