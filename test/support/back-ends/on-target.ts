import type { KindContext } from "../../../providers/runtime/context.js";
import type { KindHandlers, KindInputs, KindOutputs } from "../../../providers/runtime/kind.js";
import type { TargetType } from "../../../providers/runtime/target.js";

/** Handlers that find a given connection wherever they ask for a target of that type. */
export function onTarget<I extends KindInputs, O extends KindOutputs, T>(
  handlers: KindHandlers<I, O>,
  type: TargetType<T>,
  connection: T,
): KindHandlers<I, O> {
  const given = (context: KindContext): KindContext => ({
    ...context,
    get scope() {
      return context.scope;
    },
    // The type of the connection is that of the target.
    target: <C>(wanted: TargetType<C>, name: string) =>
      Object.is(wanted, type) ? Promise.resolve(connection as unknown as C) : context.target(wanted, name),
  });
  return {
    plan: async (context, request) => handlers.plan?.(given(context), request),
    create: (context, inputs) => handlers.create(given(context), inputs),
    read: (context, id, state) => handlers.read(given(context), id, state),
    update: (context, id, old, inputs) => handlers.update(given(context), id, old, inputs),
    delete: (context, id, state) => handlers.delete(given(context), id, state),
  };
}
