import type { KindHandlers, KindInputs, KindOutputs, PlanRequest } from "../runtime/kind.js";

/** What says which back end keeps a resource. */
type Choice = { explorer?: string | undefined };

/**
 * Handlers of a kind that both back ends have: what the stack reaches itself, and explorers for resources that name one.
 * A change from one to the other is a replacement.
 */
export function byBackEnd<I extends KindInputs & Choice, O extends KindOutputs>(
  nodes: KindHandlers<I, O>,
  explorers: KindHandlers<I, O>,
): KindHandlers<I, O> {
  const of = ({ explorer }: Choice): KindHandlers<I, O> => (explorer === undefined ? nodes : explorers);
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
