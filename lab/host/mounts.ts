import { readFileSync } from "node:fs";
import { run } from "./command.js";

/** Mount points at or below a folder, the innermost first, out of the text of `/proc/<pid>/mountinfo`. */
export function mountsBelow(mountinfo: string, folder: string): readonly string[] {
  return mountinfo
    .split("\n")
    .flatMap((line) => line.split(" ")[4] ?? [])
    .map((point) =>
      point.replaceAll(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8))),
    )
    .filter((point) => point === folder || point.startsWith(`${folder}/`))
    .reverse();
}

/** Unmounts what is mounted at or below a folder in the host's mount namespace. @returns The mount points. */
export async function unmountBelow(folder: string): Promise<readonly string[]> {
  const points = mountsBelow(readFileSync("/proc/self/mountinfo", "utf8"), folder);
  for (const point of points) await run(["umount", point]);
  return points;
}
