import type { NodeInputs, NodeOutputs } from "../node/definition.js";
import type { KindHandlers, PlanRequest } from "../runtime/kind.js";

/**
 * Handlers of a kind that both back ends have: the stack's own nodes, and explorers for resources that name one. A
 * change from one to the other is a replacement.
 */
export function byBackEnd<I extends NodeInputs, O extends NodeOutputs>(
  nodes: KindHandlers<I, O>,
  explorers: KindHandlers<I, O>,
): KindHandlers<I, O> {
  const of = ({ explorer }: Partial<NodeInputs>): KindHandlers<I, O> =>
    explorer === undefined ? nodes : explorers;
  return {
    async plan(context, request: PlanRequest<I, O>) {
      if (request.unknown.includes("explorer")) return undefined;
      return of(request.old?.inputs ?? request.news).plan?.(context, request);
    },
    create: (context, inputs) => of(inputs).create(context, inputs),
    read: (context, id, state) => of(state.inputs).read(context, id, state),
    update: (context, id, old, inputs) => of(old.inputs).update(context, id, old, inputs),
    delete: (context, id, state) => of(state.inputs).delete(context, id, state),
  };
}
