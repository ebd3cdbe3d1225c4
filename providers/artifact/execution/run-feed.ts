import type { GroupVersionKind, KubeObject, ObjectRef } from "../../../clients/kubernetes/types.js";
import { ARTIFACT_LABELS } from "../../../model/artifact/names.js";
import type { Site } from "../site.js";

const PIPELINE_RUN = { group: "tekton.dev", version: "v1", kind: "PipelineRun" } as const;
const TASK_RUN = { group: "tekton.dev", version: "v1", kind: "TaskRun" } as const;
/** Tekton's label on TaskRuns and pods with the name of their PipelineRun. */
export const RUN_LABEL = "tekton.dev/pipelineRun";

/**
 * Milliseconds of silence after which runs are listed again: a watch that had to begin anew cannot tell what went
 * meanwhile.
 */
const LOOK_AGAIN_MS = 30_000;

type Listener = () => void;

/** The runs of an artifact and their tasks as they are now: one list and one watch of each kind. */
export class RunFeed {
  readonly #runs = new Map<string, KubeObject>();
  readonly #taskRuns = new Map<string, Map<string, KubeObject>>();
  /** Uids that are known to be gone: an answer that comes late may still tell of before. */
  readonly #gone = new Set<string>();
  readonly #listeners = new Set<Listener>();
  readonly #ended = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #failure: Error | undefined;
  #heardAt = 0;

  private constructor(private readonly site: Site) {
    this.#timer = setInterval(() => {
      void this.#lookAgain();
    }, LOOK_AGAIN_MS / 3);
    this.#timer.unref();
  }

  /** Lists the runs of an artifact and follows them until {@link close}. */
  static async open(site: Site): Promise<RunFeed> {
    const feed = new RunFeed(site);
    feed.#heardAt = Date.now();
    try {
      const versions = await Promise.all([feed.#list(PIPELINE_RUN), feed.#list(TASK_RUN)]);
      void feed.#follow(PIPELINE_RUN, versions[0]);
      void feed.#follow(TASK_RUN, versions[1]);
    } catch (error) {
      feed.close();
      throw error;
    }
    return feed;
  }

  get runs(): readonly KubeObject[] {
    return [...this.#runs.values()];
  }

  run(name: string): KubeObject | undefined {
    return this.#runs.get(name);
  }

  /** The tasks of a run, as far as they are known. */
  taskRunsOf(run: string): readonly KubeObject[] {
    return [...(this.#taskRuns.get(run)?.values() ?? [])];
  }

  /** Takes what a write or a read answered, unless something newer is known. */
  put(object: KubeObject): void {
    const { name = "", uid = "" } = object.metadata;
    if (this.#gone.has(uid)) return;
    const objects = this.#objectsLike(object);
    const known = objects.get(name);
    if (known?.metadata.uid === uid && isNewer(known, object)) return;
    objects.set(name, object);
    this.#tell();
  }

  /** The run is known not to exist. */
  forget(name: string): void {
    const known = this.#runs.get(name);
    if (known?.metadata.uid !== undefined) this.#gone.add(known.metadata.uid);
    this.#runs.delete(name);
    this.#tell();
  }

  /**
   * Waits until a condition holds; it is looked at whenever a run or one of its tasks changes.
   *
   * @throws what ended the watch, or the signal's reason
   */
  until<T>(look: () => { readonly value: T } | undefined, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const stop = (): void => {
        this.#listeners.delete(listener);
        signal.removeEventListener("abort", listener);
      };
      const listener = (): void => {
        if (signal.aborted) {
          stop();
          reject(reasonOf(signal));
        } else if (this.#failure !== undefined) {
          stop();
          reject(this.#failure);
        } else {
          const found = look();
          if (found === undefined) return;
          stop();
          resolve(found.value);
        }
      };
      this.#listeners.add(listener);
      signal.addEventListener("abort", listener);
      listener();
    });
  }

  /** Ends the watches. */
  close(): void {
    clearInterval(this.#timer);
    this.#ended.abort();
  }

  async #list(gvk: GroupVersionKind): Promise<string> {
    const { items, resourceVersion } = await this.site.client.list(gvk, this.#scope());
    for (const item of items) this.put(item);
    return resourceVersion;
  }

  async #follow(gvk: GroupVersionKind, resourceVersion: string): Promise<void> {
    const { signal } = this.#ended;
    const from = resourceVersion === "" ? {} : { resourceVersion };
    try {
      for await (const { type, object } of this.site.client.watch(gvk, {
        ...this.#scope(),
        ...from,
        signal,
      })) {
        this.#heardAt = Date.now();
        if (type === "DELETED") this.#deleted(object);
        else this.put(object);
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      this.#tell();
    }
  }

  async #lookAgain(): Promise<void> {
    if (Date.now() - this.#heardAt < LOOK_AGAIN_MS || this.#listeners.size === 0) return;
    this.#heardAt = Date.now();
    try {
      const before = this.runs;
      const { items } = await this.site.client.list(PIPELINE_RUN, this.#scope());
      const present = new Set(items.map(({ metadata }) => metadata.uid));
      for (const run of before) if (!present.has(run.metadata.uid)) this.#deleted(run);
      for (const item of items) this.put(item);
      await this.#list(TASK_RUN);
    } catch {
      // The watches know how long to try; they end the wait.
    }
  }

  #deleted(object: KubeObject): void {
    const { name = "", uid } = object.metadata;
    if (uid !== undefined) this.#gone.add(uid);
    const objects = this.#objectsLike(object);
    if (objects.get(name)?.metadata.uid === uid) objects.delete(name);
    this.#tell();
  }

  #objectsLike({ kind, metadata }: KubeObject): Map<string, KubeObject> {
    if (kind === PIPELINE_RUN.kind) return this.#runs;
    const run = metadata.labels?.[RUN_LABEL] ?? "";
    let objects = this.#taskRuns.get(run);
    if (objects === undefined) {
      objects = new Map();
      this.#taskRuns.set(run, objects);
    }
    return objects;
  }

  #scope(): { readonly namespace: string; readonly labelSelector: string } {
    const { namespace, artifact } = this.site;
    return { namespace, labelSelector: `${ARTIFACT_LABELS.artifact}=${artifact}` };
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A run by name. */
export function runRef({ namespace }: Pick<Site, "namespace">, name: string): ObjectRef {
  return { apiVersion: "tekton.dev/v1", kind: "PipelineRun", namespace, name };
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

/** Whether the first of two states of one object is the newer one; versions are decimal numbers that grow. */
function isNewer({ metadata: a }: KubeObject, { metadata: b }: KubeObject): boolean {
  const numbers = /^\d+$/;
  if (!numbers.test(a.resourceVersion ?? "") || !numbers.test(b.resourceVersion ?? "")) return false;
  return BigInt(a.resourceVersion ?? "") > BigInt(b.resourceVersion ?? "");
}
