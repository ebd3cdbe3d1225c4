import { existsSync, readdirSync, readFileSync } from "node:fs";
import { run } from "./command.js";
import { waitUntil } from "./wait.js";

const BLOCK_DEVICES = "/sys/block";
const FREE_WITHIN_MS = 5000;

/** Loop devices (`/dev/loop3`) behind which are files below a folder. */
export function loopDevicesBelow(folder: string): readonly string[] {
  if (!existsSync(BLOCK_DEVICES)) return [];
  return readdirSync(BLOCK_DEVICES)
    .filter((name) => backingFile(name)?.startsWith(`${folder}/`) === true)
    .map((name) => `/dev/${name}`);
}

/**
 * Waits until no file below a folder is behind a loop device: the kernel gives them back a moment after the last
 * process of the mount namespace. What is left then is detached, which a killed `mount` may have missed.
 * @returns Those that are still there.
 */
export async function freeLoopDevices(folder: string): Promise<readonly string[]> {
  const left = (): Promise<string | undefined> => Promise.resolve(loopDevicesBelow(folder)[0]);
  if ((await waitUntil(left, FREE_WITHIN_MS)) === undefined) return [];
  for (const device of loopDevicesBelow(folder)) await run(["losetup", "--detach", device]);
  await waitUntil(left, FREE_WITHIN_MS);
  return loopDevicesBelow(folder);
}

function backingFile(device: string): string | undefined {
  try {
    return readFileSync(`${BLOCK_DEVICES}/${device}/loop/backing_file`, "utf8").trimEnd();
  } catch {
    return undefined;
  }
}
