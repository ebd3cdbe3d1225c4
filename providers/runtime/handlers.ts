import type { AnyKind, KindHandlers, KindInputs, KindOutputs } from "./kind.js";

const loaded = new WeakMap<AnyKind, Promise<KindHandlers<KindInputs, KindOutputs>>>();

/** A kind's handlers, loaded once a process. */
export function handlersOf(kind: AnyKind): Promise<KindHandlers<KindInputs, KindOutputs>> {
  let handlers = loaded.get(kind);
  if (handlers === undefined) {
    handlers = kind.handlers();
    loaded.set(kind, handlers);
  }
  return handlers;
}
