import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Machine } from "../../../../lab/toolbox/machine.js";
import type { Report } from "../../../../lab/report.js";

/** A machine of its own below a temporary folder: own PATH, own cache, own Go modules. */
export interface Workbench {
  readonly folder: string;
  readonly bin: string;
  readonly machine: Machine;
  /** Puts a shell script on this machine's PATH. */
  script(name: string, body: string): string;
  write(name: string, content: string): string;
  read(name: string): string;
  remove(): void;
}

/** Makes a workbench. Its PATH has the system's shell commands behind the scripts. */
export function workbench(env: Readonly<Record<string, string>> = {}): Workbench {
  const folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-toolbox-"));
  const bin = path.join(folder, "bin");
  const modules = path.join(folder, "modules");
  mkdirSync(bin);
  mkdirSync(path.join(modules, "sample"), { recursive: true });
  const at = (name: string): string => path.join(folder, name);
  return {
    folder,
    bin,
    machine: {
      platform: { os: "linux", arch: "amd64" },
      cache: at("cache"),
      modules,
      env: { PATH: `${bin}:/usr/sbin:/usr/bin:/sbin:/bin`, HOME: folder, ...env },
    },
    script: (name, body) => writeScript(path.join(bin, name), body),
    write: (name, content) => {
      mkdirSync(path.dirname(at(name)), { recursive: true });
      writeFileSync(at(name), content);
      return at(name);
    },
    read: (name) => (existsSync(at(name)) ? readFileSync(at(name), "utf8") : ""),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes an executable shell script and answers its path. */
export function writeScript(file: string, body: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

/**
 * A stand-in for `go` that makes a program which prints `v1.2.3`, and finds every module in `module`. Every build is noted as a line in `builds`; the
 * build goes on when the gate file exists.
 */
export function fakeGo(bench: Workbench, gate?: string): void {
  bench.script(
    "go",
    [
      'if [ "$1" = env ]; then echo go1.26.8; exit; fi',
      'if [ "$1" = clean ]; then exit; fi',
      `if [ "$1" = mod ]; then echo '{"Dir": "${bench.folder}/module"}'; exit; fi`,
      'while [ "$1" != -o ]; do shift; done',
      `echo "start $(basename "$2")" >>${bench.folder}/builds`,
      "echo some.example/package >&2",
      ...(gate === undefined ? [] : [`while [ ! -e ${gate} ]; do sleep 0.02; done`]),
      'printf \'#!/bin/sh\\necho v1.2.3\\n\' >"$2" && chmod 755 "$2"',
      `echo "end $(basename "$2")" >>${bench.folder}/builds`,
    ].join("\n"),
  );
}

/** A report that remembers everything. */
export function recordedReport(): Report & { readonly lines: string[]; readonly statuses: string[] } {
  const lines: string[] = [];
  const statuses: string[] = [];
  return {
    lines,
    statuses,
    line: (text) => lines.push(text),
    status: (text) => statuses.push(text),
  };
}

/** Resolves when the condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
