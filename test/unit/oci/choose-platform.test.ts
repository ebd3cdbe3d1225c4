import { choosePlatform, isImageEntry } from "../../../clients/oci/choose-platform.js";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const AT = { digest: `sha256:${"0".repeat(64)}`, size: 1 };
const AMD64 = { os: "linux", architecture: "amd64" };

describe("entries of an index", () => {
  it.each([
    ["an image", { ...AT, mediaType: MANIFEST, platform: AMD64 }, true],
    ["an image without a platform", { ...AT, mediaType: MANIFEST }, true],
    [
      "a build attestation",
      { ...AT, mediaType: MANIFEST, platform: { os: "unknown", architecture: "unknown" } },
      false,
    ],
    [
      "an attestation of an image",
      {
        ...AT,
        mediaType: MANIFEST,
        platform: AMD64,
        annotations: { "vnd.docker.reference.type": "attestation-manifest" },
      },
      false,
    ],
    ["an index", { ...AT, mediaType: "application/vnd.oci.image.index.v1+json" }, false],
  ])("%s", (_what, entry, expected) => {
    expect(isImageEntry(entry)).toBe(expected);
  });
});

describe("the choice of a platform", () => {
  const arm = (variant?: string) => ({
    os: "linux",
    architecture: "arm",
    ...(variant === undefined ? {} : { variant }),
  });

  it("prefers the plain one, then the first, where no variant is wanted", () => {
    expect(choosePlatform([arm("v7"), arm()], "linux/arm")).toEqual(arm());
    expect(choosePlatform([arm("v7"), arm("v6")], "linux/arm")).toEqual(arm("v7"));
  });

  it("takes no other variant than the wanted one", () => {
    expect(choosePlatform([arm("v7"), arm("v6")], "linux/arm/v6")).toEqual(arm("v6"));
    expect(choosePlatform([arm("v7")], "linux/arm/v6")).toBeUndefined();
    expect(choosePlatform([AMD64], "windows/amd64")).toBeUndefined();
  });
});
