import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import type { NodeOutputs } from "../../node/definition.js";
import type { WorkloadInputs, WorkloadOutputs } from "../../node/workload-inputs.js";
import type { KindInputs } from "../../runtime/kind.js";

/** Inputs of one sort of workload. A kind that needs a node with explorers alone says by itself when it is missing. */
export type ExplorerInputs = KindInputs & Omit<WorkloadInputs, "node"> & { node?: string | undefined };

/** What every workload answers, with what an explorer keeps of it. */
export type ExplorerAnswer = WorkloadOutputs & {
  /** State, result and times by name. */
  readonly record: Readonly<Record<string, string>>;
};

/**
 * One sort of workload on explorers as data.
 *
 * @typeParam I inputs of the kind
 * @typeParam O outputs of the kind
 * @typeParam W the workload in the model
 */
export interface ExplorerWorkload<I extends ExplorerInputs, O extends NodeOutputs, W extends AnyWorkload> {
  /** `volume`, `container`, …: in messages. */
  readonly sort: string;
  /** Number of the kind of workload. */
  readonly type: W["workloadType"];
  /** Whether a workload is of this kind. */
  is(workload: AnyWorkload): workload is W;
  /**
   * The workload's own fields from inputs that are not refused; secrets are empty texts, and what every workload has is
   * filled in.
   */
  workload(inputs: I): W;
  /** Secrets by a name of their own, to be encrypted for the node. Default none. */
  secrets?(inputs: I): Readonly<Record<string, string>>;
  /** Puts the encrypted secrets in their places. */
  withSecrets?(workload: W, ciphers: Readonly<Record<string, string>>): W;
  /**
   * Inputs that have no place on an explorer, as sentences. Default none.
   * @param tid the customer's id
   */
  refusals?(inputs: I, tid: string): readonly string[];
  /** Own inputs as the explorer has them; what it does not tell stays as last known, which `last` is. */
  asFound(workload: W, last: I): I;
  outputs(answer: ExplorerAnswer, workload: W, inputs: I): O;
  /** Whether it holds data that go with it. Default false. */
  readonly holdsData?: boolean;
  /**
   * For workloads that are changed by a newer one in their place: inputs that this holds for, and the Pulumi id, which
   * stays. By default nothing can be changed, and the id is the workload's.
   */
  readonly renewal?: {
    readonly fields: readonly (keyof I & string)[];
    id(inputs: I, tid: string): string;
  };
}
