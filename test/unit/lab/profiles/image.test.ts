import { spawnSync } from "node:child_process";
import { tar } from "../../../../lab/profiles/registry/tar.js";
import { buildImage, buildIndex } from "../../../../lab/profiles/registry/image.js";
import { SEED_IMAGES } from "../../../../lab/profiles/registry/seed-images.js";

const ENTRIES = [
  { path: "bin/tool", content: "#!/bin/sh\n", mode: 0o755 },
  { path: "bin/alias", linkTo: "tool" },
  { path: "etc/empty", content: "" },
  { path: "etc/block", content: "x".repeat(512) },
];

test("tar reads the archive", () => {
  const { stdout, status } = spawnSync("tar", ["--list", "--verbose", "--utc", "--file", "-"], {
    input: tar(ENTRIES),
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.replaceAll(/ +/g, " ")),
  ).toEqual([
    "drwxr-xr-x 0/0 0 1970-01-01 00:00 bin/",
    "drwxr-xr-x 0/0 0 1970-01-01 00:00 etc/",
    "-rwxr-xr-x 0/0 10 1970-01-01 00:00 bin/tool",
    "lrwxrwxrwx 0/0 0 1970-01-01 00:00 bin/alias -> tool",
    "-rw-r--r-- 0/0 0 1970-01-01 00:00 etc/empty",
    "-rw-r--r-- 0/0 512 1970-01-01 00:00 etc/block",
  ]);
});

test("a path that the format cannot hold is refused", () => {
  expect(() => tar([{ path: "x".repeat(101), content: "" }])).toThrow(RangeError);
});

test("an image's digest is the same everywhere", () => {
  const { manifest, blobs } = buildImage({ layers: [ENTRIES], config: { Cmd: ["/bin/tool"] } });
  expect(manifest.digest).toBe("sha256:4b9fd88981c6fed14498ef8c0bcf67d709c473c0496efdcfa6f76a022d0e80ec");
  expect(blobs).toHaveLength(2);
});

test("an index names each platform's manifest", () => {
  const image = (architecture: string): Parameters<typeof buildImage>[0] => ({
    layers: [[{ path: "arch", content: architecture }]],
    platform: { os: "linux", architecture },
  });
  const { index, manifests } = buildIndex([image("amd64"), image("arm64")], { title: "both" });
  expect(JSON.parse(new TextDecoder().decode(index.bytes))).toMatchObject({
    annotations: { title: "both" },
    manifests: [
      { digest: manifests[0]!.digest, platform: { architecture: "amd64" } },
      { digest: manifests[1]!.digest, platform: { architecture: "arm64" } },
    ],
  });
});

test("the example catalogue has two organizations, annotated images and an index", () => {
  const names = SEED_IMAGES.map(({ repository, tag }) => `${repository}:${tag}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(10);
  expect([...new Set(names.map((name) => name.split("/")[0]))].sort()).toEqual(["labring", "lingdie"]);
  expect(names).toEqual(
    expect.arrayContaining(["labring/mysql:v8.0.25", "labring/mysql:v8.0.31", "labring/cert-manager:v1.8.0"]),
  );
  expect(SEED_IMAGES.some(({ architectures }) => architectures.length > 1)).toBe(true);
  expect(SEED_IMAGES.some(({ documentation }) => documentation !== undefined)).toBe(true);
});
