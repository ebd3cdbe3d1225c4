import { mkdirSync } from "node:fs";
import path from "node:path";
import { run } from "../../../host/command.js";

/** What an image of the lab's own is made of. */
export interface LayoutContent {
  /** Folder whose content becomes the image's root. */
  readonly rootFolder: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
}

/**
 * Makes an OCI layout with one image.
 * @param umoci Absolute path of `umoci`.
 * @param workFolder An empty folder to work in.
 * @returns The layout's folder.
 */
export async function makeLayout(umoci: string, workFolder: string, content: LayoutContent): Promise<string> {
  const layout = path.join(workFolder, "layout");
  const image = `${layout}:image`;
  mkdirSync(workFolder, { recursive: true });
  await run([umoci, "init", "--layout", layout]);
  await run([umoci, "new", "--image", image]);
  await run([umoci, "insert", "--rootless", "--image", image, content.rootFolder, "/"]);
  const settings = [
    ...(content.entrypoint ?? []).map((word) => `--config.entrypoint=${word}`),
    ...(content.command ?? []).map((word) => `--config.cmd=${word}`),
    "--config.env=PATH=/bin",
  ];
  await run([umoci, "config", "--image", image, ...settings]);
  return layout;
}
