import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { userCache } from "../../../clients/user-cache.js";
import { isObject } from "../../../model/shared/json.js";
import type { ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { isSameOperation, operationDigest } from "./operation-digest.js";
import { missingTargets } from "./wanted.js";
import type { World } from "./world.js";

/** Milliseconds for which a trial counts: a preview and the update that a person starts after reading it. */
const VALID_MS = 15 * 60_000;

/**
 * Notes on this machine that a preview has tried every new object of a workspace and that the server took them, so
 * that the update right after it does not try the same again. A preview and an update are different processes, and
 * nothing else than a file outlives the first. It holds digests only; where it cannot be written, the update tries.
 */
export async function noteTrial(world: World): Promise<void> {
  const objects = newObjects(world);
  if (objects.length === 0) return;
  const { inputs, workspace } = world;
  const note = {
    digest: operationDigest(inputs, randomUUID()),
    objects: hash(objects),
    at: workspace.context.now(),
  };
  const file = fileOf(world);
  const fresh = `${file}.${randomUUID()}`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(fresh, JSON.stringify(note), { mode: 0o600, flag: "wx" });
    await rename(fresh, file);
  } catch {
    await rm(fresh, { force: true }).catch(() => undefined);
  }
}

/** Whether a preview has just tried exactly what is new now. The note serves one update. */
export async function takeTrial(world: World): Promise<boolean> {
  const file = fileOf(world);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return false;
  try {
    await rm(file);
  } catch {
    return false;
  }
  const note = parsed(text);
  const age = world.workspace.context.now() - (note?.at ?? 0);
  return (
    note !== undefined &&
    age >= 0 &&
    age < VALID_MS &&
    note.objects === hash(newObjects(world)) &&
    isSameOperation(world.inputs, note.digest)
  );
}

function newObjects(world: World): ObjectKey[] {
  return [...missingTargets(world).keys()].sort();
}

/** One file for a workspace on a server. */
function fileOf({ workspace: { client, marks } }: World): string {
  return path.join(userCache(), "trials", hash([client.server, marks.mark]));
}

function hash(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex");
}

function parsed(
  text: string,
): { readonly digest: string; readonly objects: string; readonly at: number } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return undefined;
    const { digest, objects, at } = value;
    return typeof digest === "string" && typeof objects === "string" && typeof at === "number"
      ? { digest, objects, at }
      : undefined;
  } catch {
    return undefined;
  }
}
