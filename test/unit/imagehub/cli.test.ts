import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { groundplan, type Ran } from "../cli/run.js";

describe("groundplan imagehub name", () => {
  it("prints object name and labels", async () => {
    const { code, stdout, stderr } = await groundplan("imagehub", "name", "labring/cert-manager:v1.8.0");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      name: "labring/cert-manager:v1.8.0",
      objectName: "labring.cert-manager.v1.8.0",
      labels: {
        "organization.imagehub.sealos.io": "labring",
        "repository.imagehub.sealos.io": "cert-manager",
        "tag.imagehub.sealos.io": "v1.8.0",
      },
      repositoryName: "labring/cert-manager",
      repositoryObjectName: "labring.cert-manager",
    });
  });

  it("tells each fault of a bad name on stderr", async () => {
    const { code, stdout, stderr } = await groundplan("imagehub", "name", "Labring/mysql:V1");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.split("\n").filter((line) => line.startsWith("error: "))).toHaveLength(2);
  });

  it("escapes tags on request", async () => {
    const { code, stdout } = await groundplan(
      "imagehub",
      "name",
      "labring/mysql:V1",
      "--tag-encoding",
      "escape",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/"objectName": "labring\.mysql\.v1-[0-9a-f]{8}"/);
  });

  it.each([[["name"]], [["name", "a/b:1", "--tag-encoding", "rot13"]], [["nothing"]]])(
    "%j is wrong usage",
    async (argv) => {
      expect((await groundplan("imagehub", ...argv)).code).toBe(2);
    },
  );
});

describe("groundplan imagehub datapack", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-cli-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function named(text: string, ...options: string[]): Promise<Ran> {
    const file = path.join(folder, "pack.yaml");
    writeFileSync(file, text);
    return groundplan("imagehub", "datapack", file, ...options);
  }

  const SPEC = "{type: detail, names: [labring/mysql:v8.0.31, labring/mysql:v8.0.25]}";
  const MANIFEST = `{apiVersion: imagehub.sealos.io/v1, kind: DataPack, metadata: {name: x}, spec: ${SPEC}}`;

  it.each([
    ["a spec", SPEC],
    ["a manifest", MANIFEST],
    [
      "JSON",
      JSON.stringify({
        type: "detail",
        names: ["labring/mysql:v8.0.25", "labring/mysql:v8.0.31"],
        expireTime: "120m",
      }),
    ],
  ])("names the content of %s", async (_what, text) => {
    const { code, stdout, stderr } = await named(text);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      name: "dp-36d831675ed38a630431958dbed49b0059f6e11e",
      strategy: "sha256-v1",
    });
  });

  it("names it as the web page of the catalogue does", async () => {
    const { stdout } = await named(
      "{type: detail, names: [labring/mysql:v8.0.25]}",
      "--strategy",
      "sealos-md5",
    );
    expect(JSON.parse(stdout)).toEqual({ name: "13808154cdfab8ecdc302c2521c2c75c", strategy: "sealos-md5" });
  });

  it.each([
    ["illegal names", "{names: [mysql]}", 'error: names[0]: "mysql": has no organization'],
    ["a bad duration", "{names: ['a/b:1'], expireTime: 1d}", "error: expireTime: is no duration"],
    ["a typo", "{name: [a]}", "error: name: must be a string and is a list"],
    ["no names", "{type: grid}", "error: names: names no image"],
    ["another kind", "{apiVersion: v1, kind: Secret}", "error: holds v1 Secret"],
    ["another kind of the API", MANIFEST.replace("DataPack", "Image"), "error: spec.name: is missing"],
    ["an empty file", "", "error: must be an object"],
    ["broken YAML", "{", "error: "],
  ])("tells of %s", async (_what, text, message) => {
    const { code, stdout, stderr } = await named(text);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("warns and answers nevertheless", async () => {
    const { code, stdout, stderr } = await named("{names: ['a/b:1'], expireTime: 30s}");
    expect(code).toBe(0);
    expect(stdout).toContain('"name": "dp-');
    expect(stderr).toMatch(/^warning: expireTime: is below 60 s/);
  });

  it("tells of a file that is not there", async () => {
    const { code, stderr } = await groundplan("imagehub", "datapack", path.join(folder, "none.yaml"));
    expect(code).toBe(1);
    expect(stderr).toContain("cannot be read");
  });
});
