import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readlinkSync, realpathSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";
import { logFile } from "./records.js";
import type { LabFolder } from "../state/folder.js";
import type { Daemon } from "./daemon.js";
import { rotateLog } from "./log-tail.js";
import { identify, MARKER, markedProcesses, NAME_MARKER, type ProcessIdentity } from "./processes.js";

/** Search path of daemons; the shells that start labs have all kinds of things on theirs. */
const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Starts a daemon in a session of its own, so that it outlives the starter and takes no signal of its terminal.
 * @param companion The process whose namespaces a daemon with `within` shares.
 */
export async function launch(
  folder: LabFolder,
  daemon: Daemon,
  companion: ProcessIdentity | undefined,
): Promise<ProcessIdentity> {
  const [command, ...args] = commandLine(daemon, companion);
  const log = logFile(folder, daemon.name);
  mkdirSync(path.dirname(log), { recursive: true });
  rotateLog(log);
  const output = openSync(log, "a", 0o600);
  try {
    const child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", output, output],
      cwd: "/",
      env: {
        PATH,
        HOME: process.env.HOME,
        LANG: "C.UTF-8",
        ...daemon.env,
        [MARKER]: folder.root,
        [NAME_MARKER]: daemon.name,
      },
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
    const started = child.pid === undefined ? undefined : identify(child.pid);
    if (started === undefined) throw new Error("it ended at once");
    return started;
  } catch (error) {
    throw new Failure({
      what: `cannot start ${daemon.name}: ${error instanceof Error ? error.message : String(error)}`,
      where: command,
      next: `See ${log}`,
      cause: error,
    });
  } finally {
    closeSync(output);
  }
}

/**
 * Processes of this daemon that nobody has on record: their starter was killed before it could write one.
 * Descendants, such as containerd's shims, are told apart by their executable.
 */
export function strays(
  folder: LabFolder,
  daemon: Daemon,
  recorded: ProcessIdentity | undefined,
): readonly ProcessIdentity[] {
  const binary = existsSync(daemon.binary) ? realpathSync(daemon.binary) : daemon.binary;
  return markedProcesses(folder.root).filter(
    ({ pid, daemon: name }) => name === daemon.name && pid !== recorded?.pid && executable(pid) === binary,
  );
}

function commandLine(daemon: Daemon, companion: ProcessIdentity | undefined): readonly [string, ...string[]] {
  if (daemon.ownNamespaces === true) {
    return ["unshare", "--mount", "--net", "--propagation", "private", daemon.binary, ...daemon.args];
  }
  if (companion !== undefined) {
    return ["nsenter", "--target", String(companion.pid), "--mount", "--net", daemon.binary, ...daemon.args];
  }
  return [daemon.binary, ...daemon.args];
}

function executable(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, "");
  } catch {
    return undefined;
  }
}
