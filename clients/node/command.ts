import type { NodeOptions } from "./types.js";
import { quoted } from "./shell-words.js";

/** What the node ends by itself gets so much longer than what we end, in seconds. */
const GRACE_S = 15;
/** A script that does not end when it is asked to is killed after so many seconds. */
const KILL_AFTER_S = 10;

/** Folders that scripts and locks use on the node. */
export interface NodeFolders {
  readonly run: string;
  readonly state: string;
}

export function foldersOf({ runFolder, stateFolder }: NodeOptions): NodeFolders {
  return { run: runFolder ?? "/run/groundplan", state: stateFolder ?? "/var/lib/groundplan" };
}

/** Runs a command as root where that is wanted. Nothing asks for a password. */
export function privileged(command: string, sudo: boolean): string {
  return `exec ${sudo ? "sudo -n " : ""}${command}`;
}

/** The shell that a script is sent to; the node ends it even when nobody can ask for that any more. */
export function scriptShell(sudo: boolean, timeoutMs: number, busyFile: string | undefined): string {
  const seconds = Math.ceil(timeoutMs / 1000) + GRACE_S;
  const shell = `timeout -k ${KILL_AFTER_S} ${seconds} sh -eu`;
  return privileged(busyFile === undefined ? shell : `flock -s -o ${quoted(busyFile)} ${shell}`, sudo);
}

/** A fixed text for the node's shell, which reads what it works on from its input. */
export function fixedScript(text: string, sudo: boolean): string {
  return privileged(`sh -euc ${quoted(text)}`, sudo);
}

/** Ends a script with all that it has started. */
export function endScript(group: number, sudo: boolean): string {
  return fixedScript(`kill -s TERM -- -${group}`, sudo);
}
