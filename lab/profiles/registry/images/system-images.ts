import { rmSync } from "node:fs";
import path from "node:path";
import type { Lab } from "../../lab.js";
import type { RegistryAccess } from "../access.js";
import { pushLayout } from "../push-layout.js";
import { tagDigest } from "../push.js";
import { makeBusybox } from "./busybox.js";
import { makePause } from "./pause.js";

/** Image of every pod's first process. */
export const PAUSE = { repository: "lab/pause", tag: "1" } as const;
/** Image with a shell, for tests and examples. `latest` is what a reference without a tag means. */
export const BUSYBOX = { repository: "lab/busybox", tags: ["1", "latest"] } as const;

/** Makes and pushes those of the lab's own images that the registry lacks. */
export async function pushSystemImages(lab: Lab, registry: RegistryAccess): Promise<void> {
  const missingTags = await missing(registry, BUSYBOX.repository, BUSYBOX.tags);
  const pauseIsMissing = (await missing(registry, PAUSE.repository, [PAUSE.tag])).length > 0;
  if (missingTags.length === 0 && !pauseIsMissing) return;
  lab.report.status("making the images of the lab");
  const root = await lab.tools.debianRoot("images");
  const umoci = `${root}/usr/bin/umoci`;
  const work = path.join(lab.folder.root, "registry", "making");
  rmSync(work, { recursive: true, force: true });
  try {
    if (pauseIsMissing) await pushLayout(registry, await makePause(umoci, path.join(work, "pause")), PAUSE);
    if (missingTags.length > 0) {
      const layout = await makeBusybox(umoci, `${root}/bin/busybox`, path.join(work, "busybox"));
      for (const tag of missingTags)
        await pushLayout(registry, layout, { repository: BUSYBOX.repository, tag });
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function missing(
  registry: RegistryAccess,
  repository: string,
  tags: readonly string[],
): Promise<readonly string[]> {
  const digests = await Promise.all(tags.map((tag) => tagDigest(registry, { repository, tag })));
  return tags.filter((_, index) => digests[index] === undefined);
}
