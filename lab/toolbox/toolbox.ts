import { realpathSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";
import type { Report } from "../report.js";
import { BUNDLES, type BundleName } from "./bundles.js";
import { inspectEntry, openStaging, publishEntry, removeTree, sweepStaging } from "./cache-entry.js";
import { removeCompilerCaches } from "./compiler-cache.js";
import { bundleEntryName, missingFrom, unpackBundle } from "./debian.js";
import { takeLock } from "./lock.js";
import type { Machine } from "./machine.js";
import { isExecutable, searchPath } from "./path-search.js";
import type { BundleRow, ToolRow } from "./rows.js";
import { ToolMaker } from "./tool-maker.js";
import { TOOLS, isToolName, type ToolName } from "./tools.js";

/** Where a tool is at the moment. */
export type ToolPlace =
  | { readonly place: "path" | "cache"; readonly binary: string; readonly version: string | undefined }
  | { readonly place: "nowhere"; readonly refused: readonly string[] };

/** Finds, fetches and makes the lab's tools. Every tool and bundle is looked for once per instance. */
export class Toolbox {
  private readonly underway = new Map<string, Promise<string>>();
  private readonly maker: ToolMaker;

  constructor(
    private readonly machine: Machine,
    private readonly tools: Readonly<Record<ToolName, ToolRow>> = TOOLS,
    private readonly bundles: Readonly<Record<BundleName, BundleRow>> = BUNDLES,
  ) {
    this.maker = new ToolMaker(machine);
  }

  /** Absolute path of a tool's binary; see `tool` in index.ts. */
  tool(name: ToolName, report: Report): Promise<string> {
    return this.once(`tool ${name}`, () => this.obtainTool(name, report));
  }

  /** Folder of an unpacked bundle; see `debianRoot` in index.ts. */
  debianRoot(name: BundleName, report: Report): Promise<string> {
    return this.once(`bundle ${name}`, () => this.obtainBundle(name, report));
  }

  /** Removes the compiler's caches; see `releaseCompilerCaches` in index.ts. */
  releaseCompilerCaches(report: Report): Promise<void> {
    return removeCompilerCaches(this.machine, report);
  }

  /** Where a tool is, without getting it. */
  async locate(name: ToolName): Promise<ToolPlace> {
    const row = this.tools[name];
    const refused: string[] = [];
    if (row.onPath !== undefined) {
      for (const { binary, version, suitable } of await searchPath(name, row.onPath, this.machine)) {
        if (suitable) return { place: "path", binary, version };
        refused.push(`${binary} is ${version ?? "of unknown version"}, wanted ${row.onPath.range}`);
      }
    }
    if (row.besides !== undefined && isToolName(row.besides)) {
      const other = await this.locate(row.besides);
      const companion = other.place === "nowhere" ? undefined : companionOf(other.binary, name);
      if (companion !== undefined && other.place !== "nowhere") {
        return { place: other.place, binary: companion, version: other.version };
      }
    }
    const entry = this.toolEntry(name);
    const { state } = await inspectEntry(entry);
    return state === "good"
      ? { place: "cache", binary: path.join(entry, name), version: row.version }
      : { place: "nowhere", refused };
  }

  /** Whether a bundle is in the cache. */
  async hasBundle(name: BundleName): Promise<boolean> {
    return (await inspectEntry(this.bundleEntry(name))).state === "good";
  }

  private async obtainTool(name: ToolName, report: Report): Promise<string> {
    const row = this.tools[name];
    if (row.besides !== undefined && isToolName(row.besides)) await this.tool(row.besides, report);
    const found = await this.locate(name);
    if (found.place !== "nowhere") return found.binary;
    for (const reason of found.refused) report.line(`not used: ${reason}`);
    const entry = this.toolEntry(name);
    await this.fill(entry, `${name} ${row.version}`, report, (staging) =>
      this.maker.make(name, row, staging, report),
    );
    return path.join(entry, name);
  }

  private async obtainBundle(name: BundleName, report: Report): Promise<string> {
    const row = this.bundles[name];
    const entry = this.bundleEntry(name);
    await this.fill(entry, `the Debian packages of "${name}"`, report, async (staging) => {
      await unpackBundle(name, row, staging, this.machine, report);
      const missing = missingFrom(row, staging);
      if (missing.length > 0) {
        throw new Failure({
          what: `the packages do not contain ${missing.join(", ")}`,
          where: `Debian packages of "${name}"`,
          next: "This release of the system packs them differently; the lab was tried on Debian 12",
        });
      }
      return "debian";
    });
    return entry;
  }

  /**
   * Makes sure that an entry of the cache is whole: several runs may want it at once, one makes it.
   * @param make Fills the staging folder and answers how.
   */
  private async fill(
    entry: string,
    title: string,
    report: Report,
    make: (staging: string) => Promise<string>,
  ): Promise<void> {
    if ((await inspectEntry(entry)).state === "good") return;
    const lockFile = path.join(this.machine.cache, "lab", "locks", path.basename(entry));
    const lock = await takeLock(lockFile, `process ${process.pid} in ${process.cwd()}`, (holder) => {
      report.line(`waiting for another run that is getting ${title} (${holder})`);
    });
    try {
      const found = await inspectEntry(entry);
      if (found.state === "good") return;
      if (found.state === "broken")
        report.line(`${title} in the cache is damaged (${found.reason}); making it again`);
      await sweepStaging(entry);
      const staging = await openStaging(entry);
      try {
        await publishEntry(staging, entry, await make(staging));
      } finally {
        await removeTree(staging);
      }
    } finally {
      report.status("");
      await lock.release();
    }
  }

  private toolEntry(name: ToolName): string {
    const { platform } = this.machine;
    const system = platform === undefined ? "unknown" : `${platform.os}-${platform.arch}`;
    return path.join(this.machine.cache, "lab", `${name}-${this.tools[name].version}-${system}`);
  }

  private bundleEntry(name: BundleName): string {
    return path.join(this.machine.cache, "lab", bundleEntryName(name, this.bundles[name], this.machine));
  }

  private once(key: string, obtain: () => Promise<string>): Promise<string> {
    const known = this.underway.get(key);
    if (known !== undefined) return known;
    const started = obtain();
    this.underway.set(key, started);
    // A failure may have been mended in between, so it is not remembered.
    started.catch(() => this.underway.delete(key));
    return started;
  }
}

/** An executable beside another one, or beside what that one is a link to. */
function companionOf(binary: string, name: string): string | undefined {
  return [binary, realpathSync(binary)].map((file) => path.join(path.dirname(file), name)).find(isExecutable);
}
