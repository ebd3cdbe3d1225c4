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
  mkdirSync(workFolder, { recursive: true });
  // In its folder, by a plain name: in a path, a colon would be taken for the end of the layout's name.
  const image = "layout:image";
  const call = (...args: readonly string[]): Promise<string> => run([umoci, ...args], { cwd: workFolder });
  await call("init", "--layout", "layout");
  await call("new", "--image", image);
  await call("insert", "--rootless", "--image", image, content.rootFolder, "/");
  const settings = [
    ...(content.entrypoint ?? []).map((word) => `--config.entrypoint=${word}`),
    ...(content.command ?? []).map((word) => `--config.cmd=${word}`),
    "--config.env=PATH=/bin",
  ];
  await call("config", "--image", image, ...settings);
  return path.join(workFolder, "layout");
}
