import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { groundplan } from "./run.js";

const GOOD = `config:
  groundplan:installation: test-0123456789
  pulumi:disable-default-providers: [kubernetes]
  groundplan:clusters: {lab: {kubeconfig: not/there}}
`;

describe("groundplan config check", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-cli-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function checked(name: string, text: string): ReturnType<typeof groundplan> {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    return groundplan("config", "check", file);
  }

  it("answers an empty list for a good file, also where its credentials are not", async () => {
    expect(await checked("Pulumi.good.yaml", GOOD)).toEqual({ code: 0, stdout: "[]\n", stderr: "" });
  });

  it("names each fault with the command that fixes it in that stack", async () => {
    const { code, stdout, stderr } = await checked(
      "Pulumi.prod.yaml",
      `${GOOD}  groundplan:registries: {hub: {}}\n`,
    );
    const fix = "pulumi config set --path 'groundplan:registries.hub.host' '<value>' --stack prod";
    const reason = "is missing; expected a string";
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([{ severity: "error", path: "registries.hub.host", reason, fix }]);
    expect(stderr).toBe(`error: registries.hub.host: ${reason} (${fix})\n`);
  });

  it("tells a warning without failing", async () => {
    const registry =
      "{hub: {host: h, username: u}}\n  groundplan:registriesSecrets: {hub: {password: canary}}\n";
    const { code, stdout, stderr } = await checked(
      "Pulumi.dev.yaml",
      `${GOOD}  groundplan:registries: ${registry}`,
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([{ severity: "warning", path: "registriesSecrets" }]);
    expect(stderr).toContain("warning: registriesSecrets: is not encrypted");
    expect(stdout + stderr).not.toContain("canary");
  });

  it("reports broken YAML with its line", async () => {
    const { code, stdout } = await checked(
      "Pulumi.dev.yaml",
      `${GOOD}  groundplan:installation: twice-0123456\n`,
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([
      { reason: 'line 5: the key "groundplan:installation" is there twice' },
    ]);
  });

  it.each([
    ["nothing there", (dir: string) => path.join(dir, "Pulumi.none.yaml"), "ENOENT"],
    ["a folder", (dir: string) => dir, "EISDIR"],
  ])("says that %s cannot be read", async (_case, file, reason) => {
    const { code, stdout, stderr } = await groundplan("config", "check", file(folder));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`the file cannot be read (${reason})`);
    expect(stderr).not.toContain("    at ");
  });
});
