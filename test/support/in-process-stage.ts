import { randomUUID } from "node:crypto";
import { check } from "../../providers/runtime/calls/check.js";
import { create } from "../../providers/runtime/calls/create.js";
import { remove } from "../../providers/runtime/calls/delete.js";
import { diff } from "../../providers/runtime/calls/diff.js";
import { read } from "../../providers/runtime/calls/read.js";
import { update } from "../../providers/runtime/calls/update.js";
import type { AnyKind } from "../../providers/runtime/kind.js";
import { Session } from "../../providers/runtime/session.js";

type Bag = Record<string, unknown>;

/** What the engine remembers of a resource. */
export interface Remembered {
  readonly id: string;
  readonly properties: Bag;
  readonly inputs: Bag;
}

/** What an update did. */
export type Did = "created" | "updated" | "replaced" | "nothing";

/**
 * The runtime of kinds as one pulumi command has it, in this process: what the engine would call, in the engine's
 * order, on the stack's configuration.
 */
export class InProcessStage {
  /** Everything that was told, earliest first. */
  readonly said: string[] = [];
  #session: Session;

  /** @param sections the stack's configuration: `{ nodes: {…}, identitiesSecrets: {…} }` */
  constructor(
    private readonly kind: AnyKind,
    private readonly sections: Readonly<Record<string, unknown>>,
    private readonly resource = "subject",
  ) {
    this.#session = this.#open();
  }

  /** A new process, as the next pulumi command starts it. */
  nextCommand(): void {
    this.#session = this.#open();
  }

  /** Tells everything that runs to stop, as a second Ctrl-C does. */
  interrupt(reason: Parameters<Session["operations"]["abortAll"]>[0]): void {
    this.#session.operations.abortAll(reason);
  }

  get urn(): string {
    return `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/${this.kind.module}:${this.kind.type}::${this.resource}`;
  }

  /** Reasons why inputs are refused. */
  async refusals(inputs: Bag): Promise<readonly string[]> {
    return (await check(this.#session, this.kind, {}, this.#own(inputs))).failures.map(
      ({ reason }) => reason,
    );
  }

  /** What `pulumi up` does with the resource. */
  async up(inputs: Bag, before?: Remembered): Promise<Remembered & { readonly did: Did }> {
    const checked = await this.#check(inputs, before, false);
    if (before === undefined) return { ...(await this.#create(checked)), did: "created" };
    const answer = await diff(this.#session, this.kind, before.id, before.properties, checked);
    if (!answer.changes) return { ...before, inputs: checked, did: "nothing" };
    if (answer.replaces.length > 0) {
      await this.delete(before);
      return { ...(await this.#create(checked)), did: "replaced" };
    }
    const { outs } = await update(this.#session, this.kind, before.id, before.properties, checked);
    return { id: before.id, properties: outs, inputs: checked, did: "updated" };
  }

  /** What a preview finds: what would be replaced or changed, and what was told. */
  async preview(
    inputs: Bag,
    before?: Remembered,
  ): Promise<{ readonly changes: boolean; readonly replaces: readonly string[]; readonly said: string }> {
    this.nextCommand();
    const told = this.said.length;
    const checked = await this.#check(inputs, before, true);
    const answer =
      before === undefined
        ? { changes: true, replaces: [] }
        : await diff(this.#session, this.kind, before.id, before.properties, checked);
    return { ...answer, said: this.said.slice(told).join("\n") };
  }

  /** What a refresh makes of the resource, and which inputs have drifted; undefined when it is gone. */
  async refresh(
    before: Remembered,
  ): Promise<(Remembered & { readonly drifted: readonly string[] }) | undefined> {
    const found = await read(this.#session, this.kind, before.id, before.properties);
    if (found.id === "") return undefined;
    const now = found.props;
    const names = Object.keys(this.kind.inputs.shape);
    const drifted = names.filter(
      (name) => JSON.stringify(now[name]) !== JSON.stringify(before.properties[name]),
    );
    return { ...before, properties: now, drifted };
  }

  async delete({ id, properties }: Remembered): Promise<void> {
    await remove(this.#session, this.kind, id, properties);
  }

  async #check(inputs: Bag, before: Remembered | undefined, isPreview: boolean): Promise<Bag> {
    const news = { ...this.#own(inputs), ...(isPreview ? { __preview: true } : {}) };
    const { inputs: checked, failures } = await check(this.#session, this.kind, before?.inputs ?? {}, news);
    expect(failures).toEqual([]);
    return checked;
  }

  async #create(checked: Bag): Promise<Remembered> {
    const { id, outs } = await create(this.#session, this.kind, checked);
    return { id, properties: outs, inputs: checked };
  }

  #own(inputs: Bag): Bag {
    return { __urn: this.urn, ...inputs };
  }

  #open(): Session {
    const session = new Session({
      engine: undefined,
      fallback: (line) => {
        this.said.push(line);
      },
      now: () => Date.now(),
      newToken: () => randomUUID(),
    });
    const config = new Map<string, string>([
      ["groundplan:installation", "abc123"],
      ...Object.entries(this.sections).map(([key, section]): [string, string] => [
        `groundplan:${key}`,
        JSON.stringify(section),
      ]),
    ]);
    session.configure({ get: (key) => config.get(key) });
    return session;
  }
}
