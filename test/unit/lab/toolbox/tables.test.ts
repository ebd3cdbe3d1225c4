import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import semver from "semver";
import { checksumFor } from "../../../../lab/toolbox/checksums.js";
import { fillTemplate } from "../../../../lab/toolbox/download.js";
import { MINIMUM_GO } from "../../../../lab/toolbox/go-build.js";
import type { ToolRow } from "../../../../lab/toolbox/rows.js";
import { isSuitable, versionIn } from "../../../../lab/toolbox/tool-version.js";
import { TOOLS, TOOL_NAMES } from "../../../../lab/toolbox/tools.js";

const modules = path.join(__dirname, "..", "..", "..", "..", "lab", "tools");

const rows = TOOL_NAMES.map((name) => [name, TOOLS[name] as ToolRow] as const);
const OWN = "groundplan.dev/";

describe.each(rows)("%s", (_name, row) => {
  test("is accepted on PATH in the version that the lab would get, or is never looked for there", () => {
    const { onPath, besides, goBuild } = row;
    if (onPath !== undefined) expect(isSuitable(row.version, onPath.range)).toBe(true);
    else if (besides !== undefined) expect(TOOL_NAMES).toContain(besides);
    else expect(goBuild).toBeDefined();
  });

  test("has addresses without gaps for every platform that it is offered for", () => {
    const { download } = row;
    const texts = [download?.url, download?.checksums, ...(download?.members ?? [])].filter(
      (text) => text !== undefined,
    );
    for (const text of texts) {
      expect(fillTemplate(text, row.version, { os: "linux", arch: "arm64" })).not.toMatch(/[{}]/);
    }
  });
});

const built = rows.flatMap(([name, { version, goBuild }]) =>
  goBuild === undefined ? [] : [[name, version, goBuild] as const],
);

test.each(built.filter(([, , { package: name }]) => !name.startsWith(OWN)))(
  "%s is built by a module that names the package as its tool, in that version",
  (_name, wanted, build) => {
    const module = goMod(build.folder);
    const listed = module.match(/^(?:tool |\t)(\S+)$/gm)?.map((line) => line.replace(/^(tool |\t)/, ""));
    expect(listed).toContain(build.package);
    const owners = [...module.matchAll(/^(?:require )?\s*(\S+) v(\S+)/gm)].filter(
      ([, owner]) => build.package === owner || build.package.startsWith(`${owner ?? ""}/`),
    );
    expect(owners.map(([, , version]) => version)).toContain(wanted);
    expect(existsSync(path.join(modules, build.folder, "go.sum"))).toBe(true);
  },
);

test.each(built.filter(([, , { package: name }]) => name.startsWith(OWN)))(
  "%s is built by the module that is its source",
  (_name, _wanted, build) => {
    expect(goMod(build.folder)).toContain(`module ${build.package}\n`);
    expect(existsSync(path.join(modules, build.folder, "go.sum"))).toBe(true);
  },
);

test.each(built)("%s is built by the oldest Go that the lab accepts", (_name, _wanted, { folder }) => {
  const asked = /^go (\S+)$/m.exec(goMod(folder))?.[1] ?? "";
  expect(semver.lte(asked, MINIMUM_GO)).toBe(true);
});

test.each(["linux-amd64", "linux-arm64"])("Envoy is pinned for %s", (platform) => {
  const { url, sha256 } = (TOOLS.envoy as ToolRow).wheel!.files[platform]!;
  expect(url).toContain(`-${TOOLS.envoy.version}-`);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});

function goMod(folder: string): string {
  return readFileSync(path.join(modules, folder, "go.mod"), "utf8");
}

test("addresses are filled in as publishers write them", () => {
  const platform = { os: "linux", arch: "amd64" } as const;
  expect(fillTemplate(TOOLS.pulumi.download.url, "3.259.0", platform)).toBe(
    "https://get.pulumi.com/releases/sdk/pulumi-v3.259.0-linux-x64.tar.gz",
  );
  expect(fillTemplate(TOOLS.etcd.download.url, "3.6.14", platform)).toBe(
    "https://github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-amd64.tar.gz",
  );
});

test.each([
  ["v3.259.0\n", "3.259.0"],
  ["Kubernetes v1.36.3\n", "1.36.3"],
  ["Client Version: v1.36.3\nKustomize Version: v5.8.1\n", "1.36.3"],
  ["Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0\n", "1.32.4-dispatcher"],
  ["etcd Version: 3.6.14\nGit SHA: Not provided\nGo Version: go1.26.8\n", "3.6.14"],
  ["kwok version v0.8.0 go1.26.8 (linux/amd64)\n", "0.8.0"],
  ["v1.33.5+k3s1", "1.33.5+k3s1"],
  ["unknown command", undefined],
])("the version in %j is %s", (text, version) => {
  expect(versionIn(text)).toBe(version);
});

test.each([
  ["1.36.3", ">=1.36.0 <1.37.0", true],
  ["1.36.9", ">=1.36.0 <1.37.0", true],
  ["1.32.4", ">=1.35.0 <1.38.0", false],
  ["1.36.3-gke.1", ">=1.36.0 <1.37.0", false],
  ["1.37.0-alpha.1", ">=1.36.0 <1.37.0", false],
  [undefined, ">=1.36.0 <1.37.0", false],
])("version %s in %s: %s", (version, range, suitable) => {
  expect(isSuitable(version, range)).toBe(suitable);
});

const sum = "0123456789abcdef".repeat(4);
test.each([
  ["a list", `${"f".repeat(64)}  other.tar.gz\n${sum}  file.tar.gz\n`, sum],
  ["a list in binary mode", `${sum} *file.tar.gz\n`, sum],
  ["a list with relative paths", `${sum}  ./file.tar.gz\n`, sum],
  ["a file with only the sum", `${sum.toUpperCase()}\n`, sum],
  ["a list without the file", `${sum}  file.tar.gz.sig\n${sum}  other\n`, undefined],
  ["a web page", "<html><body>Sign in</body></html>", undefined],
  ["nothing", "", undefined],
])("SHA-256 out of %s", (_title, text, found) => {
  expect(checksumFor(text, "file.tar.gz")).toBe(found);
});
