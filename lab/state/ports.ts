import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import path from "node:path";
import { z } from "zod";
import { Failure } from "../../model/shared/errors.js";
import { readIfThere, writeWhole } from "./files.js";
import type { LabFolder } from "./folder.js";

// Below the range from which kernels take ports for outgoing connections, so that a remembered port stays free.
const LOWEST = 20000;
const BEYOND = 32000;
const ATTEMPTS = 200;

const portFile = z.record(z.string(), z.number().int().min(1).max(65535));

/** The ports of a lab by what listens on them, e.g. `{"apiserver": 24411}`. */
export type Ports = Readonly<Record<string, number>>;

/** Ports that were chosen before; what cannot be read counts as nothing. */
export function readPorts(folder: LabFolder): Ports {
  const text = readIfThere(file(folder));
  if (text === undefined) return {};
  try {
    return portFile.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/**
 * One port a name. A remembered port is kept when `inUse` says that our own process holds it or when nobody
 * does; otherwise another one is chosen and remembered.
 * @param inUse Names whose process runs.
 */
export async function choosePorts<Name extends string>(
  folder: LabFolder,
  names: readonly Name[],
  inUse: ReadonlySet<string>,
): Promise<Readonly<Record<Name, number>>> {
  const known = readPorts(folder);
  const taken = new Set(Object.values(known));
  const chosen: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const port = known[name];
    const keep = port !== undefined && (inUse.has(name) || (await isFree(port)));
    chosen[name] = keep ? port : await freePort(taken);
    taken.add(chosen[name]);
  }
  const all = { ...known, ...chosen };
  if (JSON.stringify(all) !== JSON.stringify(known))
    writeWhole(file(folder), `${JSON.stringify(all, null, 2)}\n`);
  return chosen as Record<Name, number>;
}

async function freePort(taken: ReadonlySet<number>): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, BEYOND);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Failure({
    what: `none of ${ATTEMPTS} ports tried between ${LOWEST} and ${BEYOND} is free`,
    next: "See what listens with `ss -ltnp`",
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

function file(folder: LabFolder): string {
  return path.join(folder.root, "ports.json");
}
