import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";
import type { Report } from "../report.js";
import { removeTree } from "./cache-entry.js";
import type { Machine } from "./machine.js";
import { executablesOnPath } from "./path-search.js";
import type { BundleRow } from "./rows.js";
import { runCommand, type CommandResult } from "./run-command.js";

// Nothing in these is ever run.
const LEFT_OUT = [
  "usr/share/doc",
  "usr/share/man",
  "usr/share/lintian",
  "usr/share/locale",
  "usr/share/bash-completion",
];

const FETCH_LIMIT_MS = 300_000;

/** Name of a bundle's cache entry: it changes with the release of the system and with the list of packages. */
export function bundleEntryName(
  name: string,
  bundle: BundleRow,
  machine: Machine,
  osRelease = readOsRelease(),
): string {
  const digest = createHash("sha256").update(JSON.stringify(bundle)).digest("hex").slice(0, 8);
  const codename = /^VERSION_CODENAME="?([a-z0-9.-]+)"?$/m.exec(osRelease)?.[1] ?? "unknown";
  return `debian-${name}-${codename}-${machine.platform?.arch ?? "unknown"}-${digest}`;
}

/**
 * Downloads a bundle's packages, and those libraries that this machine lacks, and unpacks them into a folder.
 * Nothing is installed and no root is needed. Signatures are checked by apt.
 * @throws Failure where there is no apt, a package is unknown, or one cannot be fetched.
 */
export async function unpackBundle(
  name: string,
  bundle: BundleRow,
  folder: string,
  machine: Machine,
  report: Report,
): Promise<void> {
  requireApt(name, machine);
  const debs = path.join(folder, ".debs");
  await mkdir(debs);
  report.status(`fetching the Debian packages of "${name}"`);
  const known = await fetchPackages(bundle.packages, debs, [], machine);
  if (known !== undefined) {
    // Fresh images come without package lists, old ones with lists that name versions that are gone.
    report.status(`fetching Debian's package lists for "${name}"`);
    const own = await ownPackageLists(folder, machine);
    const problem = await fetchPackages(bundle.packages, debs, own, machine);
    if (problem !== undefined) {
      throw new Failure({
        what: `cannot fetch ${bundle.packages.join(", ")}: ${problem}`,
        where: `Debian packages of "${name}"`,
        next: "Check that apt-get update works on this machine, and run it again",
      });
    }
  }
  const files = readdirSync(debs).filter((file) => file.endsWith(".deb"));
  for (const file of files) {
    report.status(`unpacking ${file}`);
    const result = await runCommand("dpkg-deb", ["--extract", path.join(debs, file), folder], {
      env: machine.env,
      timeoutMs: FETCH_LIMIT_MS,
    });
    if (result.code !== 0) throw new Failure({ what: complaint(result), where: file });
  }
  await Promise.all([".debs", ".apt", ...LEFT_OUT].map((place) => removeTree(path.join(folder, place))));
  makeLinks(bundle, folder);
  report.line(`unpacked the Debian packages of "${name}" (${files.length})`);
}

/** What a bundle promises and an unpacked root does not have. */
export function missingFrom(bundle: BundleRow, folder: string): readonly string[] {
  return bundle.provides.filter((file) => !existsSync(path.join(folder, file)));
}

/** The reason why it did not work, or nothing. */
async function fetchPackages(
  packages: readonly string[],
  debs: string,
  options: readonly string[],
  machine: Machine,
): Promise<string | undefined> {
  const env = { ...machine.env, LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };
  const simulation = await runCommand(
    "apt-get",
    [...options, "install", "--simulate", "--no-install-recommends", ...packages],
    { env, timeoutMs: FETCH_LIMIT_MS },
  );
  if (simulation.code !== 0) return complaint(simulation);
  const wanted = [...new Set([...packages, ...simulatedInstallations(simulation.stdout)])];
  const result = await runCommand("apt-get", [...options, "--quiet", "download", ...wanted], {
    cwd: debs,
    env,
    timeoutMs: FETCH_LIMIT_MS,
  });
  return result.code === 0 ? undefined : complaint(result);
}

/** Names of the packages that a simulated `apt-get install` would install. */
export function simulatedInstallations(output: string): readonly string[] {
  return [...output.matchAll(/^Inst (\S+) /gm)].map((match) => match[1] ?? "");
}

async function ownPackageLists(folder: string, machine: Machine): Promise<readonly string[]> {
  const lists = path.join(folder, ".apt", "lists");
  const cache = path.join(folder, ".apt", "cache");
  await mkdir(path.join(lists, "partial"), { recursive: true });
  await mkdir(path.join(cache, "archives", "partial"), { recursive: true });
  const options = ["-o", `Dir::State::Lists=${lists}`, "-o", `Dir::Cache=${cache}`];
  // Its verdict shows in what follows: one third-party source that fails does not make the others useless.
  await runCommand("apt-get", [...options, "--quiet", "update"], {
    env: { ...machine.env, LC_ALL: "C" },
    timeoutMs: FETCH_LIMIT_MS,
  });
  return options;
}

function makeLinks(bundle: BundleRow, folder: string): void {
  for (const [link, target] of Object.entries(bundle.links ?? {})) {
    const file = path.join(folder, link);
    if (existsSync(file)) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    symlinkSync(path.relative(path.dirname(file), path.join(folder, target)), file);
  }
}

function requireApt(name: string, machine: Machine): void {
  const lacking = ["apt-get", "dpkg-deb"].filter(
    (tool) => executablesOnPath(tool, machine.env.PATH).length === 0,
  );
  if (lacking.length === 0) return;
  throw new Failure({
    what: `no ${lacking.join(" and no ")} here`,
    where: `Debian packages of "${name}"`,
    next: "This part of the lab needs Debian or Ubuntu; leave it out, or run the lab in a Debian container",
  });
}

function complaint(result: CommandResult): string {
  const errors = result.stderr.split("\n").filter((line) => line.startsWith("E:"));
  return result.problem ?? (errors.length > 0 ? errors.join(" ") : result.stderr.trim().slice(-500));
}

function readOsRelease(): string {
  try {
    return readFileSync("/etc/os-release", "utf8");
  } catch {
    return "";
  }
}
