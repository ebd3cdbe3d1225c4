import type { Bag } from "./bag.js";
import type { PropertyDiff } from "./property-diff.js";
import type { Speaker } from "./engine-log.js";

/** What a resource operation is about. */
export interface About {
  readonly urn: string;
  /** Type token, e.g. `kubernetes:core/v1:ConfigMap`. */
  readonly type: string;
  /** Logical name in the program. */
  readonly name: string;
  /** Messages that appear under the resource. */
  readonly say: Speaker;
}

/** One fault of the given inputs. An empty property keeps the engine from printing the property's value. */
export interface CheckFault {
  readonly property: string;
  readonly reason: string;
}

export interface CheckAnswer {
  readonly inputs: Bag;
  readonly faults?: readonly CheckFault[];
}

export interface DiffAnswer {
  readonly changes: boolean;
  /** By property path. */
  readonly details: Readonly<Record<string, PropertyDiff>>;
  /** Paths whose change needs a new resource. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace?: boolean;
}

/** How names are made, as configured in the project; absent for the plugin's own way. */
export interface Autonaming {
  readonly proposed: string;
  readonly mode: "propose" | "enforce" | "disable";
}

export interface CheckQuestion extends About {
  /** Undefined for a resource that does not exist yet. */
  readonly olds: Bag | undefined;
  readonly news: Bag;
  readonly seed: Uint8Array;
  readonly autonaming?: Autonaming;
}

export interface DiffQuestion extends About {
  readonly id: string;
  /** Recorded outputs. */
  readonly olds: Bag;
  readonly news: Bag;
  readonly ignoreChanges: readonly string[];
}

export interface CreateQuestion extends About {
  readonly inputs: Bag;
  readonly preview: boolean;
  /** Seconds; 0 for the plugin's default. */
  readonly timeout: number;
}

export interface ReadQuestion extends About {
  readonly id: string;
  /** Recorded outputs; empty when only the id is known. */
  readonly state: Bag;
  /** Recorded inputs; empty when only the id is known. */
  readonly inputs: Bag;
}

export interface UpdateQuestion extends DiffQuestion {
  readonly preview: boolean;
  /** Seconds; 0 for the plugin's default. */
  readonly timeout: number;
}

export interface DeleteQuestion extends About {
  readonly id: string;
  readonly state: Bag;
  /** Seconds; 0 for the plugin's default. */
  readonly timeout: number;
}

/** Undefined stands for a resource that is gone. */
export type ReadAnswer = { readonly id: string; readonly state: Bag; readonly inputs: Bag } | undefined;

/**
 * A resource plugin in the engine's terms. Secrets stay wrapped in both directions. What a method throws reaches
 * the user as its message; an InitFailure also saves the half-made resource.
 */
export interface ResourceProvider {
  readonly name: string;
  readonly version: string;
  checkConfig(news: Bag): Promise<CheckAnswer>;
  diffConfig(olds: Bag, news: Bag): Promise<DiffAnswer>;
  configure(settings: Bag): Promise<void>;
  invoke(token: string, args: Bag): Promise<Bag>;
  check(question: CheckQuestion): Promise<CheckAnswer>;
  diff(question: DiffQuestion): Promise<DiffAnswer>;
  create(question: CreateQuestion): Promise<{ readonly id: string; readonly state: Bag }>;
  read(question: ReadQuestion): Promise<ReadAnswer>;
  update(question: UpdateQuestion): Promise<Bag>;
  delete(question: DeleteQuestion): Promise<void>;
  /** Called when the user interrupts: running waits end soon. */
  cancel(): void;
}
