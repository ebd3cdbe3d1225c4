import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installStandIns } from "../../../lab/plugins/install.js";
import { tempFolder } from "./temp-folder.js";

jest.setTimeout(30_000);

const DIST = path.resolve(__dirname, "../../../dist");
const home = tempFolder;
const launcherIn = (folder: string, name: string, version: string) =>
  path.join(folder, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);

describe("installStandIns", () => {
  it("puts an executable launcher of each plugin where the engine looks for the official one", async () => {
    const folder = home();
    expect(await installStandIns(folder, DIST, { labAuthority: "/lab's/ca.crt" })).toEqual([
      "kubernetes",
      "command",
    ]);
    for (const [name, version] of [
      ["kubernetes", "4.34.2"],
      ["command", "1.2.1"],
    ] as const) {
      const launcher = launcherIn(folder, name, version);
      expect(statSync(launcher).mode & 0o111).toBe(0o111);
      const child = spawn(launcher, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
      const port = await new Promise((told) =>
        child.stdout.once("data", (chunk) => {
          told(String(chunk));
        }),
      );
      expect(port).toMatch(/^\d+\n$/);
      child.kill();
    }
  });

  it("hands the lab's authority to the plugin, whatever its path holds", async () => {
    const folder = home();
    await installStandIns(folder, DIST, { labAuthority: "/lab's $HOME/ca.crt" });
    const text = readFileSync(launcherIn(folder, "kubernetes", "4.34.2"), "utf8");
    const shown = execFileSync("sh", ["-c", `${text.replace(/exec node.*/s, "")} env`], { encoding: "utf8" });
    expect(shown).toContain("GROUNDPLAN_LAB_AUTHORITY=/lab's $HOME/ca.crt\n");
  });

  it("leaves an official plugin alone and brings its own launcher up to date", async () => {
    const folder = home();
    const official = launcherIn(folder, "kubernetes", "4.34.2");
    mkdirSync(path.dirname(official), { recursive: true });
    writeFileSync(official, "\u007fELF official");
    expect(await installStandIns(folder, DIST, { labAuthority: "/one" })).toEqual(["command"]);
    expect(readFileSync(official, "utf8")).toBe("\u007fELF official");

    const ours = launcherIn(folder, "command", "1.2.1");
    expect(await installStandIns(folder, DIST, { labAuthority: "/two" })).toEqual(["command"]);
    expect(readFileSync(ours, "utf8")).toContain("'/two'");
  });
});
