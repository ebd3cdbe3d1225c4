import type { Rendering, RenderRequest, RenderServices } from "../../model/workspace/render/render.js";

/** A source whose files are in a folder. */
export type CheckoutRequest = Omit<RenderRequest, "tree"> & {
  /** Absolute path of the repository's top. */
  readonly folder: string;
};

/**
 * Renders a source out of a checkout, with the tools of this machine.
 *
 * @throws RenderError with every reason that could be found; Failure without a suitable tool, or when it is cancelled
 */
export type RenderCheckout = (request: CheckoutRequest) => Promise<Rendering>;

/**
 * Renders the sources of one run. What it takes is loaded on first use, since not every stack has workspaces.
 *
 * @param signal ends the tools that run
 */
export function checkoutRenderer(signal?: AbortSignal): RenderCheckout {
  // One for all sources, since they bound how many tools run at once.
  let services: RenderServices | undefined;
  return async ({ folder, ...request }) => {
    const [{ diskTree }, { localRenderServices }, { renderSource }] = await Promise.all([
      import("../../clients/render/disk-tree.js"),
      import("../../clients/render/local-services.js"),
      import("../../model/workspace/render/render.js"),
    ]);
    services ??= localRenderServices(signal === undefined ? {} : { signal });
    return renderSource({ ...request, tree: diskTree(folder) }, services);
  };
}
