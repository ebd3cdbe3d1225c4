import { sameWeights, type Weights } from "../../../model/vimana/rollout/shares.js";
import type { TrafficOutputs } from "../traffic.js";
import { isTaken } from "./accept.js";
import { type Look, lookAt } from "./look.js";
import { objectsOf, outputsOf } from "./outputs.js";
import type { Server } from "./server.js";
import { type Content, write } from "./write.js";

/** How far an update got, for the state: also when it stops half-way. */
export class Journal {
  /** Whether anything may have been written. */
  wrote = false;
  #history: TrafficOutputs["history"];
  #objects: TrafficOutputs["objects"];
  #stale = false;

  constructor(
    private readonly server: Server,
    private readonly before: TrafficOutputs | undefined,
    /** The carriers as they were last seen. */
    public look: Look,
  ) {
    this.#history = before?.history ?? [];
    this.#objects = union(objectsOf(look), before?.objects ?? []);
  }

  /** Carriers of earlier updates that are not declared any more. */
  get leftovers(): TrafficOutputs["objects"] {
    const declared = new Set(objectsOf(this.look).map(textOf));
    return this.#objects.filter((object) => !declared.has(textOf(object)));
  }

  /** The leftovers are gone. */
  tidied(): void {
    this.#objects = objectsOf(this.look);
  }

  /**
   * Writes the carriers, as they are by now.
   *
   * @param reason for the history, if weights change
   */
  async write(content: Content, reason: string): Promise<void> {
    if (this.#stale) this.look = await lookAt(this.server, this.before);
    const earlier: Weights = this.look.exists ? this.look.weights : {};
    this.#stale = true;
    this.look = await write(this.server, this.look, content, () => {
      this.wrote = true;
    });
    if (sameWeights(earlier, this.look.weights)) return;
    const at = new Date(this.server.context.now()).toISOString();
    this.#history = [...this.#history, { weights: { ...this.look.weights }, at, reason }];
  }

  outputs(): TrafficOutputs {
    const rest = { history: this.#history, accepted: isTaken(this.look), objects: this.#objects };
    return outputsOf(this.server.inputs, this.look, rest);
  }
}

function union(a: TrafficOutputs["objects"], b: TrafficOutputs["objects"]): TrafficOutputs["objects"] {
  return [...new Map([...a, ...b].map((object) => [textOf(object), object])).values()];
}

function textOf({ apiVersion, kind, name }: TrafficOutputs["objects"][number]): string {
  return `${apiVersion} ${kind} ${name}`;
}
