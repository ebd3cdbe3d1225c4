import { API_VERSION, KINDS } from "../../model/imagehub/constants.js";
import { isObject } from "../../model/shared/json.js";
import { clusterTarget } from "../targets/cluster.js";
import type { KindHandlers } from "../runtime/kind.js";
import type { ImageRetirementInputs, ImageRetirementOutputs } from "./image-retirement.js";
import { retryConflicts } from "../kubernetes/retry-conflicts.js";

/** Does nothing but upon deletion. */
export const imageRetirementHandlers: KindHandlers<ImageRetirementInputs, ImageRetirementOutputs> = {
  create: (_context, { image }) => Promise.resolve({ id: image, outputs: {} }),
  read: (_context, _id, state) => Promise.resolve(state),
  update: () => Promise.resolve({ outputs: {} }),

  async delete(context, _id, { inputs }) {
    const client = await context.target(clusterTarget, inputs.cluster);
    const repositoryRef = { apiVersion: API_VERSION, kind: KINDS.repository, name: inputs.repository };
    await retryConflicts(context.signal, async () => {
      const [image, repository] = await Promise.all([
        client.get({ apiVersion: API_VERSION, kind: KINDS.image, name: inputs.image }),
        client.get(repositoryRef),
      ]);
      const status = repository?.["status"];
      const latest = isObject(status) ? status["latestTag"] : undefined;
      if (image !== undefined || !isObject(latest) || latest["metaName"] !== inputs.image) return;
      context.status(`taking the deleted ${inputs.image} out of the status of ${inputs.repository}`);
      await client.patch(
        repositoryRef,
        {
          metadata: { resourceVersion: repository?.metadata.resourceVersion },
          status: { latestTag: null },
        },
        { type: "merge", subresource: "status" },
      );
    });
  },
};
