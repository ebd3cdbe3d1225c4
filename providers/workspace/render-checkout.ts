import type { Rendering, RenderRequest, RenderServices } from "../../model/workspace/render/render.js";

/** A source whose files are in a folder. */
export type CheckoutRequest = Omit<RenderRequest, "tree"> & {
  /** Absolute path of the repository's top. */
  readonly folder: string;
};

let services: RenderServices | undefined;

/**
 * Renders a source out of a checkout, with the tools of this machine. What it takes is loaded on first use, since not
 * every stack has workspaces.
 *
 * @throws RenderError with every reason that could be found; Failure without a suitable tool
 */
export async function renderCheckout({ folder, ...request }: CheckoutRequest): Promise<Rendering> {
  const [{ diskTree }, { localRenderServices }, { renderSource }] = await Promise.all([
    import("../../clients/render/disk-tree.js"),
    import("../../clients/render/local-services.js"),
    import("../../model/workspace/render/render.js"),
  ]);
  // One for all, since they bound how many tools run at once.
  services ??= localRenderServices();
  return renderSource({ ...request, tree: diskTree(folder) }, services);
}
