import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { diskTree } from "../../../clients/render/disk-tree.js";
import { localRenderServices } from "../../../clients/render/local-services.js";
import { tool } from "../../../lab/toolbox/index.js";
import { renderSource, type Rendering, type RenderRequest } from "../../../model/workspace/render/render.js";
import type { Source } from "../../../model/workspace/render/source.js";

/** A repository on disk that is rendered by the real tools. */
export interface RenderScene {
  /** Folder of the repository. */
  readonly folder: string;
  /** The binaries, as variables. */
  readonly env: {
    readonly GROUNDPLAN_HELM: string;
    readonly GROUNDPLAN_KUSTOMIZE: string;
    readonly PATH: string;
  };
  write(files: Readonly<Record<string, string>>): void;
  render(source: Source, more?: Partial<RenderRequest>): Promise<Rendering>;
  remove(): void;
}

const silent = { line: () => undefined, status: () => undefined };

/** An empty repository, and an empty cache of renderings. */
export async function renderScene(): Promise<RenderScene> {
  const top = mkdtempSync(path.join(tmpdir(), "groundplan-render-test-"));
  const folder = path.join(top, "repository");
  mkdirSync(folder);
  const env = {
    GROUNDPLAN_HELM: await tool("helm", silent),
    GROUNDPLAN_KUSTOMIZE: await tool("kustomize", silent),
    PATH: "/usr/bin:/bin",
  };
  const services = localRenderServices({ cacheFolder: path.join(top, "cache"), env });
  return {
    folder,
    env,
    write: (files) => {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
        writeFileSync(path.join(folder, file), text);
      }
    },
    render: (source, more = {}) =>
      renderSource({ name: "shop", namespace: "web", tree: diskTree(folder), source, ...more }, services),
    remove: () => {
      rmSync(top, { recursive: true });
    },
  };
}
