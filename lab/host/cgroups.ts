import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";
import { identify, type ProcessIdentity } from "./processes.js";
import { waitUntil } from "./wait.js";

const ROOT = "/sys/fs/cgroup";
const EMPTY_WITHIN_MS = 5000;
/** Controllers that the kubelet asks for on a version 2 hierarchy. */
const CONTROLLERS = ["cpu", "cpuset", "io", "memory", "pids"];

/** Name of the lab's own parent in every hierarchy; everything its node runs is below it. */
export function cgroupParent(labId: string): string {
  return `groundplan-${labId}`;
}

/** Roots of the host's hierarchies: one of version 2, or several of version 1. */
export function hierarchies(root: string = ROOT): readonly string[] {
  if (existsSync(path.join(root, "cgroup.controllers"))) return [root];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(root, entry.name, "cgroup.procs")))
    .map((entry) => path.join(root, entry.name));
}

/**
 * Makes the lab's parent in every hierarchy, ready for children.
 * @throws Failure when the host does not let controllers be handed on.
 */
export function makeCgroups(labId: string): void {
  for (const hierarchy of hierarchies()) {
    const parent = path.join(hierarchy, cgroupParent(labId));
    mkdirSync(parent, { recursive: true });
    if (existsSync(path.join(hierarchy, "cgroup.controllers"))) delegateControllers(hierarchy, parent);
    // A version 1 cpuset starts without processors and takes no process until it has some.
    for (const name of ["cpuset.cpus", "cpuset.mems"]) inherit(hierarchy, parent, name);
  }
}

/**
 * Makes one more cgroup below a lab's parent, in every hierarchy. Nothing is handed on to it: who enters it does that.
 * @param name A single name.
 */
export function makeInnerCgroups(labId: string, name: string): void {
  for (const hierarchy of hierarchies()) {
    const parent = path.join(hierarchy, cgroupParent(labId));
    mkdirSync(path.join(parent, name), { recursive: true });
    for (const file of ["cpuset.cpus", "cpuset.mems"]) inherit(parent, path.join(parent, name), file);
  }
}

function delegateControllers(hierarchy: string, parent: string): void {
  const offered = readFileSync(path.join(hierarchy, "cgroup.controllers"), "utf8").trim().split(" ");
  const wanted = CONTROLLERS.filter((name) => offered.includes(name)).map((name) => `+${name}`);
  if (wanted.length === 0) return;
  for (const folder of [hierarchy, parent]) {
    try {
      writeFileSync(path.join(folder, "cgroup.subtree_control"), wanted.join(" "));
    } catch (error) {
      throw new Failure({
        what: `cannot hand on the controllers ${wanted.join(" ")}: ${error instanceof Error ? error.message : String(error)}`,
        where: folder,
        next: "In a container, run it with a cgroup of its own whose root holds no processes",
        cause: error,
      });
    }
  }
}

function inherit(hierarchy: string, parent: string, name: string): void {
  const from = path.join(hierarchy, name);
  const to = path.join(parent, name);
  if (!existsSync(from) || !existsSync(to) || readFileSync(to, "utf8").trim() !== "") return;
  writeFileSync(to, readFileSync(from, "utf8").trim());
}

/** All processes in the lab's cgroups: those of its pods. */
export function cgroupProcesses(labId: string): readonly ProcessIdentity[] {
  const pids = new Set(
    parents(labId).flatMap((parent) =>
      foldersWithin(parent).flatMap((folder) =>
        readLines(path.join(folder, "cgroup.procs"))
          .map(Number)
          .filter((pid) => pid > 0),
      ),
    ),
  );
  return [...pids].flatMap((pid) => identify(pid) ?? []);
}

/**
 * Removes the lab's cgroups, the innermost first; the kernel may need a moment after the last process.
 * @returns Those that could not be removed.
 */
export async function removeCgroups(labId: string): Promise<readonly string[]> {
  await waitUntil(() => {
    for (const parent of parents(labId)) removeTree(parent);
    const left = parents(labId).length;
    return Promise.resolve(left === 0 ? undefined : `${left} hierarchies left`);
  }, EMPTY_WITHIN_MS);
  return parents(labId);
}

/** The lab's parent in the hierarchies where there is one. */
function parents(labId: string): readonly string[] {
  return hierarchies()
    .map((hierarchy) => path.join(hierarchy, cgroupParent(labId)))
    .filter((parent) => existsSync(parent));
}

function removeTree(folder: string): void {
  for (const inner of foldersWithin(folder).toReversed()) {
    try {
      rmdirSync(inner);
    } catch {
      return;
    }
  }
}

/** A folder and all below it, parents before children. */
function foldersWithin(folder: string): readonly string[] {
  const found = [folder];
  for (const current of found) {
    try {
      for (const entry of readdirSync(current, { withFileTypes: true })) {
        if (entry.isDirectory()) found.push(path.join(current, entry.name));
      }
    } catch {
      continue;
    }
  }
  return found;
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}
