import type { z } from "zod";
import type { NodeFacts } from "../../clients/node/probe.js";
import type { NodeClient, NodeScript } from "../../clients/node/types.js";
import type { JsonObject } from "../../model/shared/json.js";
import type { KindContext } from "../runtime/context.js";
import type { KindInputs, KindOutputs, KindState } from "../runtime/kind.js";
import type { OpenNode } from "../targets/node.js";
import type { WorkloadInputs, WorkloadOutputs } from "./workload-inputs.js";

/** What a node has, or a workload takes: processors, and bytes of memory, ssd and hdd. */
export interface NodeCapacity {
  readonly cru: number;
  readonly mru: number;
  readonly sru: number;
  readonly hru: number;
}

/** Inputs of one sort of workload. */
export type NodeInputs = KindInputs & WorkloadInputs;
/** Outputs of one sort of workload. */
export type NodeOutputs = KindOutputs & WorkloadOutputs;

/** What was last known of a workload; outputs are missing while it is being created. */
export interface LastState<I, O> {
  readonly inputs: I;
  readonly outputs: Partial<O>;
}

/** A workload as it was found on its node. */
export interface FoundState<I, O> {
  /** As found, so that drift shows field by field. What cannot be found is as it was last known. */
  readonly inputs: I;
  readonly outputs: Omit<O, keyof WorkloadOutputs>;
  /** What differs and is no input, a line each: `process: not running`. */
  readonly drift: readonly string[];
}

/**
 * What is done once for all workloads that were brought about or removed at the same time. When it fails, nothing of
 * it is left, and it tells why.
 */
export interface Together extends NodeScript {
  /** Files of a workload's folder that it reads: they are put back as they were for a workload that it failed for. */
  readonly reads: readonly string[];
}

/**
 * One sort of workload on Linux nodes as data. Its scripts find the functions of `scripts/records.sh.ts` and
 * `scripts/services.sh.ts` defined, and the variables `id`, `folder`, `owner`, `token`, `spec` and `order`.
 *
 * @typeParam I inputs of the kind
 * @typeParam F what `inspect` finds of one workload
 * @typeParam O outputs of the kind
 */
export interface NodeWorkload<I extends NodeInputs, F, O extends NodeOutputs> {
  /** `volume`, `container`, …: in messages, names and ids. */
  readonly sort: string;
  /** Place in the order in which the workloads of a node begin after a reboot. */
  readonly order: number;
  /** Secret inputs, as the kind declares them: they are kept out of the record on the node. Default none. */
  readonly secretInputs?: readonly (keyof I & string)[];
  /** Why the node cannot carry the workload. Looked at before anything is created or changed. Default: it can. */
  lacks?(inputs: Partial<I>, facts: NodeFacts, node: OpenNode): readonly string[];
  /** What the workload takes of the node; the sum of all must fit. Default nothing. */
  use?(inputs: I): NodeCapacity;
  /**
   * Brings about what is wanted, whatever is there. Begins with `record_begin`, ends with `record_done`, and never
   * calls `answer`.
   */
  readonly ensure: NodeScript;
  /**
   * Looks at all workloads of this sort by `each_record`, and ends with
   * `answer json workloads "[$workloads]"`, a list of `{"id", "own"}`. Of a sort that has `claims`, a member `claims`
   * tells who has what when `only` is empty: a list of `{"claim", "id", "owner"}`.
   */
  readonly inspect: NodeScript;
  /** Takes the workload away, whatever is left of it. Ends with `record_remove` and never calls `answer`. */
  readonly remove: NodeScript;
  /**
   * Workloads of a sort that has this are brought about and removed in groups: those that arrive at about the same
   * time share one lock, one script and one look. Default: each by itself.
   */
  readonly together?: Together;
  /** Parameters of `ensure`. */
  parameters(inputs: I, node: OpenNode, context: KindContext): JsonObject | Promise<JsonObject>;
  /** Parameters of `remove`. Default none. */
  removeParameters?(state: KindState<I, O>, node: OpenNode): JsonObject;
  /** Parameters of `inspect`; they are there in `ensure` too. Default none. */
  inspectParameters?(node: OpenNode): JsonObject;
  /** What `inspect` answers as `own` of one workload. */
  readonly found: z.ZodType<F>;
  asFound(found: F, last: LastState<I, O>): FoundState<I, O>;
  /**
   * What only one workload of a node can have, of whatever sort and stack: `the domain shop.example.com`. One that
   * somebody else has is refused in the preview; `ensure` is to refuse it, too. Default nothing.
   */
  claims?(inputs: I): readonly string[];
  /** Why a change cannot be made, looked at before it is begun: `cannot shrink to 1 GiB: 1.4 GiB are used`. */
  refusals?(change: {
    readonly old?: KindState<I, O>;
    readonly news: I;
    readonly found?: F;
  }): readonly string[];
  /** Lines of the plan. `old` is missing for a workload that does not exist yet. Default none. */
  steps?(old: I | undefined, news: Partial<I>): readonly string[];
}

/** Why a workload is not brought about yet, which is no failure: `waits for the signature of 11`. */
export interface Held {
  readonly held: string;
}

/** What has to agree before a workload is touched, with the node's lock held. Throws what stands in the way. */
export interface Gate {
  /** Answers why the workload is left as it is for now; undefined lets it be brought about. */
  beforeEnsure(context: KindContext, client: NodeClient, inputs: NodeInputs): Promise<Held | undefined>;
  beforeRemove(
    context: KindContext,
    client: NodeClient,
    state: KindState<NodeInputs, NodeOutputs>,
  ): Promise<void>;
}
