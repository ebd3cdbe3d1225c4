import { existsSync } from "node:fs";
import path from "node:path";
import { userCache } from "../../clients/user-cache.js";
import { Failure } from "../../model/shared/errors.js";
import type { Platform } from "./rows.js";

/** Where tools are looked for, kept and made. */
export interface Machine {
  /** `undefined` where the lab's tools do not exist, e.g. on Windows. */
  readonly platform: Platform | undefined;
  /** Shared by all checkouts of this user: `${XDG_CACHE_HOME:-~/.cache}/groundplan`. */
  readonly cache: string;
  /** The checkout's `lab/tools`. */
  readonly modules: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The machine and the checkout that this code runs in. */
export function thisMachine(env: Readonly<Record<string, string | undefined>> = process.env): Machine {
  return {
    platform: platformOf(process.platform, process.arch),
    cache: userCache(env),
    modules: path.join(checkoutOf(__dirname), "lab", "tools"),
    env,
  };
}

/** Go's names for what Node calls it; `undefined` for systems that the lab has no tools for. */
export function platformOf(system: string, processor: string): Platform | undefined {
  const arch = processor === "x64" ? "amd64" : processor === "arm64" ? "arm64" : undefined;
  if (arch === undefined || (system !== "linux" && system !== "darwin")) return undefined;
  return { os: system, arch };
}

/** The nearest folder upwards that holds the package, from the sources as well as from `dist`. */
function checkoutOf(folder: string): string {
  for (let here = folder; ; here = path.dirname(here)) {
    if (existsSync(path.join(here, "package.json"))) return here;
    if (here === path.dirname(here)) {
      throw new Failure({
        what: "no package.json above the lab",
        where: folder,
        next: "Run it in a checkout",
      });
    }
  }
}
