import { nodeHandlers } from "../node/node-handlers.js";
import { byBackEnd } from "../reservation/by-back-end.js";
import { explorerHandlers } from "../reservation/explorer/explorer-handlers.js";
import { reservationGate } from "../reservation/gate.js";
import type { KindHandlers } from "../runtime/kind.js";
import type { GatewayDelegateInputs, GatewayDelegateOutputs } from "./delegate.js";
import { refuseTaken, warnUnlessFound } from "./delegate/checks.js";
import { delegateOnExplorer } from "./delegate/on-explorer.js";
import { delegateOnNode } from "./delegate/on-node.js";

const onNodes = nodeHandlers(delegateOnNode, reservationGate);

const onNameServers: KindHandlers<GatewayDelegateInputs, GatewayDelegateOutputs> = {
  ...onNodes,
  async plan(context, request) {
    if (request.old === undefined) await refuseTaken(context, request.news);
    return onNodes.plan?.(context, request);
  },
  async create(context, inputs) {
    const made = await onNodes.create(context, inputs);
    await warnUnlessFound(context, inputs);
    return made;
  },
  async update(context, id, old, inputs) {
    const changed = await onNodes.update(context, id, old, inputs);
    await warnUnlessFound(context, inputs);
    return changed;
  },
};

/** What the kind does. */
export const delegateHandlers = byBackEnd(onNameServers, explorerHandlers(delegateOnExplorer));
