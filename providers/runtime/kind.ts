import type { z } from "zod";
import type { Problem } from "../../model/shared/problem.js";
import type { KindContext } from "./context.js";
import type { Plan } from "./plan.js";

/** Inputs of a kind: a JSON object. */
export type KindInputs = Record<string, unknown>;
/** Outputs of a kind beyond its inputs: a JSON object. */
export type KindOutputs = Record<string, unknown>;

/** Milliseconds each operation may take before it fails with what it was waiting for. `plan` has `read`'s. */
export interface KindTimeouts {
  readonly create: number;
  readonly read: number;
  readonly update: number;
  readonly delete: number;
}

/** Inputs that differ, as far as they are kept and known: secret, summarised and unknown ones have no value here. */
export interface InputChange<I extends KindInputs> {
  /** Names of what differs or is not known yet, without what changes in the state alone. */
  readonly changed: readonly (keyof I & string)[];
  readonly olds: Partial<I>;
  readonly news: Partial<I>;
}

/**
 * A kind as data: everything that shared code needs to know of it. Handlers are loaded on first use, and only
 * in the provider process, so a program that declares a kind does not pay for the kind's clients.
 */
export interface Kind<I extends KindInputs, O extends KindOutputs> {
  /** Frozen wire name, `<system>.<Type>`; it is stored in states for ever. */
  readonly name: string;
  /** Pulumi module and type: the token is `pulumi-nodejs:dynamic/<module>:<type>`. */
  readonly module: string;
  readonly type: string;
  /** Raised when handlers change in a way that existing resources must be updated for. Default 1. */
  readonly revision?: number;
  /** Strict schema that fills defaults; its output is canonical JSON. */
  readonly inputs: z.ZodObject & z.ZodType<I>;
  /** Names of the outputs that are not inputs. */
  readonly outputs: readonly (keyof O & string)[];
  /** Inputs whose values are secret: never stored in outputs, plans, logs or errors. */
  readonly secretInputs?: readonly (keyof I & string)[];
  /** Outputs that are secret. */
  readonly secretOutputs?: readonly (keyof O & string)[];
  /** Inputs whose change replaces the resource. */
  readonly replaceOn?: readonly (keyof I & string)[];
  /**
   * Pure: which of the changed inputs replace the resource besides `replaceOn`, where that depends on values, such as
   * the back end. Of a kind that has `dataLossOn`, they destroy the data as well.
   */
  replaceWhen?(change: InputChange<I>): readonly (keyof I & string)[];
  /** Inputs whose change destroys data: refused unless the input `allowDataLoss` is true. */
  readonly dataLossOn?: readonly (keyof I & string)[];
  /** Inputs that change without any call to the target, so that they can be set when the target is dead. */
  readonly localOnly?: readonly (keyof I & string)[];
  /** Outputs kept in state instead of an input of the same name (large sets: keys, digests). Default none. */
  readonly summarised?: readonly (keyof I & string)[];
  /** Properties whose change is told by the plan message and not printed. */
  readonly hideDiffs?: readonly ((keyof I | keyof O) & string)[];
  /**
   * Create and update find everything that stands in the way before they do anything, and tell their plan. Then the
   * update part of `pulumi up` asks for a plan only where it decides whether there is an update. Default `false`.
   */
  readonly plansInOperations?: boolean;
  /** What the object is called at its target. A kind that has one is deleted before it is replaced. */
  naturalKey?(inputs: I): string;
  /** Default 5 minutes each. */
  readonly timeouts?: Partial<KindTimeouts>;
  /** Pure: brings valid inputs to the one form that is compared and stored. Never sees an unknown value. */
  normalise?(inputs: I): I;
  /** Pure: faults the schema cannot express. Never sees an unknown value. */
  problems?(inputs: I): readonly Problem[];
  /** Called once in the provider process. */
  handlers(): Promise<KindHandlers<I, O>>;
}

/**
 * A kind of whatever inputs and outputs, as shared code sees it. Kinds declare their traits; nothing asks which
 * kind it has. Member by member, since as a whole the compiler takes `keyof` for a reason to refuse every kind.
 */
export type AnyKind = Pick<Kind<KindInputs, KindOutputs>, keyof Kind<KindInputs, KindOutputs>>;

/**
 * What is stored of a resource: its checked inputs and its outputs. The engine hands only outputs to read,
 * update and delete, so what comes from the state lacks `secretInputs`, and has the `summarised` ones under
 * `outputs` in the form that the handlers gave them. What deletion needs a secret for comes from a target.
 */
export interface KindState<I extends KindInputs, O extends KindOutputs> {
  readonly inputs: I;
  readonly outputs: O;
}

/** What a plan is computed from. */
export interface PlanRequest<I extends KindInputs, O extends KindOutputs> {
  /** Undefined for a resource that does not exist yet. */
  readonly old: ({ readonly id: string } & KindState<I, O>) | undefined;
  /** Checked inputs; those named in `unknown` are not known yet and absent here. */
  readonly news: Partial<I>;
  readonly unknown: readonly string[];
  /** Whether the plan is for `pulumi preview` or the preview of an `up`, after which this process does nothing. */
  readonly preview: boolean;
}

/**
 * What a kind does. Each handler is idempotent and may be repeated after a crash at any point. Timeouts and
 * cancellation arrive through `context.signal`.
 */
export interface KindHandlers<I extends KindInputs, O extends KindOutputs> {
  /** May read, never writes. Undefined or an empty plan means that nothing is to be done. */
  plan?(context: KindContext, request: PlanRequest<I, O>): Promise<Plan | undefined>;
  /**
   * Adopts or creates by natural key. A fresh `context.token` is to be written on the object.
   * @throws PartialFailure when something exists that the state must remember.
   */
  create(context: KindContext, inputs: I): Promise<{ readonly id: string; readonly outputs: O }>;
  /**
   * Undefined when the object is gone. `inputs` are as found, so that drift shows field by field; `localOnly`
   * ones that the target does not know may be left out.
   */
  read(context: KindContext, id: string, state: KindState<I, O>): Promise<KindState<I, O> | undefined>;
  /** @throws PartialFailure when it stopped half-way. */
  update(context: KindContext, id: string, old: KindState<I, O>, inputs: I): Promise<{ readonly outputs: O }>;
  /** Succeeds when the object is gone already. Removes only what bears `context.token`. */
  delete(context: KindContext, id: string, state: KindState<I, O>): Promise<void>;
}

/** Declares a kind. The one way to add a dynamic resource. */
export function defineKind<I extends KindInputs, O extends KindOutputs>(kind: Kind<I, O>): Kind<I, O> {
  return kind;
}
