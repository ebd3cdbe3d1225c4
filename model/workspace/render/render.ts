import { canonicalJson } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Problem } from "../../shared/problem.js";
import { asJson } from "../compare/as-json.js";
import { contentHash } from "./content-hash.js";
import { DEFAULT_MANIFEST_BYTES, renderDirectory } from "./directory.js";
import { buildEnvironment } from "./environment.js";
import type { FileTree } from "./file-tree.js";
import { helmJob } from "./helm/helm-job.js";
import type { JobContext } from "./job-context.js";
import { kustomizeJob } from "./kustomize/kustomize-job.js";
import type { ManifestFile } from "./manifest-file.js";
import { overriddenSource } from "./overrides.js";
import type { RenderCache } from "./render-cache.js";
import { RenderError } from "./render-error.js";
import { renderByTool } from "./render-by-tool.js";
import { requireFolder } from "./snapshot.js";
import type { Source } from "./source.js";
import { discoveredType, statedType, type RenderedType } from "./source-type.js";
import type { TemplateTool } from "./template-tool.js";
import type { FoundVersions } from "./template-versions.js";

/** One workspace's objects at one commit. */
export interface RenderRequest {
  /** The workspace's name. */
  readonly name: string;
  /** The destination's namespace; empty for none. */
  readonly namespace: string;
  readonly tree: FileTree;
  readonly source: Source;
  /** The commit, for build variables. Default: empty. */
  readonly revision?: string;
  /**
   * Asks the destination's cluster for the versions that charts may look at; called only for a chart whose settings
   * leave one open. Default: Helm's own versions count, and nothing is said about it.
   */
  readonly askCluster?: () => Promise<FoundVersions>;
  /** Bytes that the files of a plain directory may have together; 0 for no limit. Default 10 MB. */
  readonly mostManifestBytes?: number;
}

/** What rendering needs of the machine. */
export interface RenderServices {
  readonly helm: TemplateTool;
  readonly kustomize: TemplateTool;
  readonly cache: RenderCache;
}

/** The objects of a workspace as its repository says them. */
export interface Rendering {
  /** In the order in which they were found, lists taken apart. */
  readonly objects: readonly KubeObject[];
  readonly sourceType: RenderedType;
  readonly warnings: readonly Problem[];
  /** SHA-256 of the objects, hex: two renderings are the same exactly when their digests are. */
  readonly digest: string;
}

/**
 * Renders a source. The same files and settings always give the same objects.
 * @throws RenderError with every reason that could be found.
 */
export async function renderSource(request: RenderRequest, services: RenderServices): Promise<Rendering> {
  const { tree, name } = request;
  const folder = await requireFolder(tree, "", request.source.path ?? "");
  const { source, warnings } = await overriddenSource(tree, folder, name, request.source);
  const names = (await tree.entries(folder)).map((entry) => entry.name);
  const sourceType = statedType(source) ?? discoveredType(names);
  const rendered = await RENDERERS[sourceType](source, contextOf(request, source, folder), request, services);
  if (rendered.problems.length > 0) throw new RenderError(rendered.problems);
  const objects = rendered.manifests.map(({ object }) => object);
  return {
    objects,
    sourceType,
    warnings: [...warnings, ...rendered.warnings],
    // Seldom asked for, and slow for thousands of objects.
    get digest() {
      return digestOf(objects);
    },
  };
}

type Renderer = (
  source: Source,
  context: JobContext,
  request: RenderRequest,
  services: RenderServices,
) => Promise<ManifestFile>;

const RENDERERS: Readonly<Record<RenderedType, Renderer>> = {
  Directory: (
    { directory = {} },
    { tree, folder },
    { mostManifestBytes = DEFAULT_MANIFEST_BYTES },
    { cache },
  ) => renderDirectory({ tree, folder, settings: directory, mostBytes: mostManifestBytes, cache }),
  Helm: async ({ helm = {} }, context, _request, services) =>
    renderByTool(await helmJob(helm, context), services.helm, services.cache),
  Kustomize: async ({ kustomize = {} }, context, _request, services) =>
    renderByTool(await kustomizeJob(kustomize, context), services.kustomize, services.cache),
};

function contextOf(request: RenderRequest, source: Source, folder: string): JobContext {
  const { tree, name, namespace, revision = "", askCluster } = request;
  const { repoURL = "", path = "", targetRevision = "" } = source;
  const environment = buildEnvironment({ name, namespace, revision, repoURL, path, targetRevision });
  return { tree, folder, environment, name, namespace, askCluster };
}

function digestOf(objects: readonly KubeObject[]): string {
  return contentHash(canonicalJson(objects.map(asJson)));
}
