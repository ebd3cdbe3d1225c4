import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { engineFolders, labEngineEnvironment } from "../../lab/engine/environment.js";
import { finished, type Finished } from "./stack.js";
import { spawn } from "node:child_process";

const CHECKOUT = path.resolve(__dirname, "..", "..");

/** A compiled program that is not groundplan's, run by the same engine: the peer of benchmarks. */
export class PlainProgram {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-peer-"));

  /**
   * @param source CommonJS text of the program.
   * @param variables The user's own, in the environment of every command.
   */
  constructor(
    private readonly labFolder: string,
    readonly name: string,
    source: string,
    private readonly variables: Readonly<Record<string, string>> = {},
  ) {
    writeFileSync(
      path.join(this.folder, "Pulumi.yaml"),
      `name: ${name}\nruntime: { name: nodejs, options: { typescript: false } }\n`,
    );
    writeFileSync(
      path.join(this.folder, "package.json"),
      JSON.stringify({ name, version: "1.0.0", main: "index.js", exports: "./index.js" }),
    );
    writeFileSync(path.join(this.folder, "index.js"), source);
    symlinkSync(path.join(CHECKOUT, "node_modules"), path.join(this.folder, "node_modules"));
    symlinkSync(labFolder, path.join(this.folder, ".lab"));
  }

  async pulumi(...args: string[]): Promise<Finished> {
    const folders = engineFolders(this.labFolder);
    return finished(
      spawn(path.join(folders.bin, "pulumi"), [...args, "--non-interactive", "--color=never"], {
        cwd: this.folder,
        env: {
          ...process.env,
          ...this.variables,
          ...labEngineEnvironment(folders, { PATH: process.env.PATH }),
        },
      }),
    );
  }

  async init(): Promise<void> {
    const run = await this.pulumi("stack", "select", "--create", "--stack", "peer");
    if (run.code !== 0) throw new Error(run.output);
  }

  async dispose(): Promise<void> {
    await this.pulumi("stack", "rm", "--force", "--yes", "peer");
    rmSync(this.folder, { recursive: true, force: true });
  }
}
