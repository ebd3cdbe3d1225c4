import { apiVersionOf, describeRef, refOf } from "../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../clients/kubernetes/types.js";
import { Failure } from "../../model/shared/errors.js";
import { OWNER_ANNOTATION } from "../../model/shared/ownership.js";
import type { KindHandlers } from "../runtime/kind.js";
import { clusterTarget } from "../targets/cluster.js";
import type { DefinitionGuardInputs, DefinitionGuardOutputs } from "./definition-guard.js";

const SHOWN = 10;
const GONE_WITHIN_MS = 60_000;

/** Only deletion does anything: it looks whether somebody would lose objects. */
export const definitionGuardHandlers: KindHandlers<DefinitionGuardInputs, DefinitionGuardOutputs> = {
  create: (context) => Promise.resolve({ id: `guard-${context.resource}`, outputs: {} }),
  read: (_context, _id, state) => Promise.resolve(state),
  update: () => Promise.resolve({ outputs: {} }),
  async delete(context, _id, { inputs }) {
    const client = await context.target(clusterTarget, inputs.cluster);
    const lists = await Promise.all(
      inputs.kinds.map(async (gvk) => {
        const { items } = await client.list(gvk, { metadataOnly: true });
        return items.map((item) => ({ ...item, apiVersion: apiVersionOf(gvk), kind: gvk.kind }));
      }),
    );
    const found = lists.flat();
    const staying = found.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    if (staying.length > 0) throw inUse(inputs.cluster, staying);
    for (const object of found) {
      context.status(`waiting until ${describeRef(refOf(object))} is gone`);
      await client.waitFor(refOf(object), (present) => present === undefined, {
        timeoutMs: GONE_WITHIN_MS,
        signal: context.signal,
      });
    }
  },
};

function inUse(cluster: string, staying: readonly KubeObject[]): Failure {
  const lines = staying.slice(0, SHOWN).map((object) => {
    const mark = object.metadata.annotations?.[OWNER_ANNOTATION];
    return `  ${object.kind} ${object.metadata.name ?? ""} ${mark === undefined ? "was not made by groundplan" : `belongs to ${mark}`}`;
  });
  const more = staying.length > SHOWN ? [`  and ${staying.length - SHOWN} more`] : [];
  return new Failure({
    what: `removing the custom resource definitions would remove objects that are not this stack's:\n${[...lines, ...more].join("\n")}\n`,
    where: `cluster ${cluster}`,
    next: "Remove the objects first, or keep the definitions with retainCrds: true",
  });
}
