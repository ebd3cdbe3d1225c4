import { readFileSync } from "node:fs";
import { TEKTON_VERSION, type ToolName } from "../../toolbox/index.js";
import type { Lab } from "../lab.js";
import { REGISTRY_HOST, registryAccess } from "../registry/access.js";
import { BUSYBOX } from "../registry/images/system-images.js";
import { pushImage, tagDigest, type PushTarget } from "../registry/push.js";

/** Tekton's own images: a single program each, in the folder where the controller calls it. */
const PROGRAMS = {
  entrypoint: "tekton-entrypoint",
  nop: "tekton-nop",
  workingdirinit: "tekton-workingdirinit",
  sidecarlogresults: "tekton-sidecarlogresults",
} satisfies Readonly<Record<string, ToolName>>;

/** Pushes those of Tekton's images that the registry lacks. */
export async function ensureImages({ folder, tools }: Lab): Promise<void> {
  const registry = registryAccess(folder);
  for (const [program, tool] of Object.entries(PROGRAMS)) {
    const target = targetOf(program);
    if ((await tagDigest(registry, target)) !== undefined) continue;
    const path = `ko-app/${program}`;
    await pushImage(registry, {
      ...target,
      layers: [[{ path, content: readFileSync(await tools.tool(tool)), mode: 0o755 }]],
      platform: { os: "linux", architecture: process.arch === "x64" ? "amd64" : process.arch },
      config: { Entrypoint: [`/${path}`] },
    });
  }
}

/** What tells the controller which images to take: its own, and one with a shell. */
export function imageFlags(): readonly string[] {
  return [
    ...Object.keys(PROGRAMS).map((program) => `-${program}-image=${reference(targetOf(program))}`),
    `-shell-image=${reference(BUSYBOX)}`,
    // It insists on one, and there is no node with Windows.
    `-shell-image-win=${reference(BUSYBOX)}`,
  ];
}

function targetOf(program: string): PushTarget {
  return { repository: `lab/tekton-${program}`, tag: TEKTON_VERSION };
}

function reference({ repository, tag }: PushTarget): string {
  return `${REGISTRY_HOST}/${repository}:${tag}`;
}
