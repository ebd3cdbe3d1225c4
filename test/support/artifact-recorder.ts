import { z } from "zod";
import type { GroupVersionKind, KubeObject, KubernetesClient } from "../../clients/kubernetes/types.js";
import { ARTIFACT_LABELS } from "../../model/artifact/names.js";
import { until } from "./until.js";

const SECRET: GroupVersionKind = { group: "", version: "v1", kind: "Secret" };
const RUN: GroupVersionKind = { group: "tekton.dev", version: "v1", kind: "PipelineRun" };

const runObject = z.looseObject({
  status: z
    .looseObject({
      conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).default([]),
    })
    .default({ conditions: [] }),
});

/** What was seen of one PipelineRun, be it gone or not. */
export interface SeenRun {
  readonly name: string;
  readonly phase: string;
  readonly instance: string;
  /** Status of its condition `Succeeded`, as it was last. */
  readonly succeeded: string;
}

/**
 * Watches the slots and runs of artifacts in a namespace: every change that the API server makes from the start on, in
 * their order.
 */
export class ArtifactRecorder {
  private readonly stopping = new AbortController();
  private readonly slots = new Set<string>();
  private readonly runs = new Map<string, SeenRun>();
  private most = 0;
  private failure: unknown;

  constructor(
    private readonly client: KubernetesClient,
    private readonly namespace: string,
  ) {
    this.follow(SECRET, (object, isThere) => {
      this.seeSlot(object, isThere);
    });
    this.follow(RUN, (object) => {
      this.seeRun(object);
    });
  }

  /** Most slots that were taken at any instant since the last call. Waits until all that has happened was seen. */
  async mostSlots(): Promise<number> {
    const there = await this.slotsThere();
    await until("the recorder to have seen all slots", () => {
      if (this.failure !== undefined) throw new Error("the recorder stopped", { cause: this.failure });
      return sameNames(this.slots, there);
    });
    const { most } = this;
    this.most = this.slots.size;
    return most;
  }

  /** All runs of a phase that were ever there. */
  runsOf(phase: "build" | "clean"): readonly SeenRun[] {
    return [...this.runs.values()].filter((run) => run.phase === phase);
  }

  stop(): void {
    this.stopping.abort();
  }

  private async slotsThere(): Promise<ReadonlySet<string>> {
    const { items } = await this.client.list(SECRET, { namespace: this.namespace });
    return new Set(items.filter(isSlot).map(({ metadata }) => metadata.name ?? ""));
  }

  private seeSlot(object: KubeObject, isThere: boolean): void {
    if (!isSlot(object)) return;
    const { name = "" } = object.metadata;
    if (isThere) this.slots.add(name);
    else this.slots.delete(name);
    this.most = Math.max(this.most, this.slots.size);
  }

  private seeRun(object: KubeObject): void {
    const { name = "", labels = {} } = object.metadata;
    const condition = runObject.parse(object).status.conditions.find(({ type }) => type === "Succeeded");
    this.runs.set(name, {
      name,
      phase: labels[ARTIFACT_LABELS.phase] ?? "",
      instance: labels[ARTIFACT_LABELS.instance] ?? "",
      succeeded: condition?.status ?? "Unknown",
    });
  }

  private follow(kind: GroupVersionKind, see: (object: KubeObject, isThere: boolean) => void): void {
    const watching = async (): Promise<void> => {
      const options = { namespace: this.namespace, signal: this.stopping.signal };
      for await (const { type, object } of this.client.watch(kind, options)) see(object, type !== "DELETED");
    };
    watching().catch((error: unknown) => {
      this.failure = error;
    });
  }
}

function isSlot({ metadata }: KubeObject): boolean {
  const artifact = metadata.labels?.[ARTIFACT_LABELS.artifact];
  return artifact !== undefined && metadata.name?.startsWith(`inst-${artifact}-`) === true;
}

function sameNames(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}
