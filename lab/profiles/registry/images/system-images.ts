import { rmSync } from "node:fs";
import path from "node:path";
import type { Lab } from "../../lab.js";
import type { RegistryAccess } from "../access.js";
import { pushLayout } from "../push-layout.js";
import { tagDigest, type PushTarget } from "../push.js";
import { makeBusybox } from "./busybox.js";
import { makePause } from "./pause.js";

/** Image of every pod's first process. */
export const PAUSE = { repository: "lab/pause", tag: "1" } as const;
/** Image with a shell, for tests and examples. */
export const BUSYBOX = { repository: "lab/busybox", tag: "1" } as const;
/**
 * All names of that image. `latest` is what a reference without a tag means; `ubuntu` is what examples take where any
 * system with a shell will do, and `library/` what container engines put in front of it.
 */
export const BUSYBOX_NAMES: readonly PushTarget[] = [
  BUSYBOX,
  { repository: "lab/busybox", tag: "latest" },
  { repository: "library/ubuntu", tag: "latest" },
];

/** Makes and pushes those of the lab's own images that the registry lacks. */
export async function pushSystemImages(lab: Lab, registry: RegistryAccess): Promise<void> {
  const pauseIsMissing = (await missing(registry, [PAUSE])).length > 0;
  const missingNames = await missing(registry, BUSYBOX_NAMES);
  if (missingNames.length === 0 && !pauseIsMissing) return;
  lab.report.status("making the images of the lab");
  const root = await lab.tools.debianRoot("images");
  const umoci = `${root}/usr/bin/umoci`;
  const work = path.join(lab.folder.root, "registry", "making");
  rmSync(work, { recursive: true, force: true });
  try {
    if (pauseIsMissing) await pushLayout(registry, await makePause(umoci, path.join(work, "pause")), PAUSE);
    if (missingNames.length > 0) {
      const layout = await makeBusybox(umoci, `${root}/bin/busybox`, path.join(work, "busybox"));
      for (const name of missingNames) await pushLayout(registry, layout, name);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function missing(
  registry: RegistryAccess,
  names: readonly PushTarget[],
): Promise<readonly PushTarget[]> {
  const digests = await Promise.all(names.map((name) => tagDigest(registry, name)));
  return names.filter((_, index) => digests[index] === undefined);
}
