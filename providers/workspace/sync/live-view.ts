import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { GroupVersionKind, KubeObject } from "../../../clients/kubernetes/types.js";
import { groupVersionKind, objectKey, type ObjectKey } from "../../../model/shared/kubernetes-object.js";
import { listLive, type ListedScope, type LiveObjects, ownedSelector } from "./list-live.js";
import { holderOf } from "./marks.js";
import type { Workspace } from "./workspace.js";

/** Milliseconds after which a wait ends although no event came, so that time itself is noticed. */
const LONGEST_PAUSE_MS = 5_000;
/**
 * A watch that begins at a list and falls so far behind that it has to begin anew cannot tell what went meanwhile.
 * While nothing happens, objects are therefore listed again after so many milliseconds.
 */
const LOOK_AGAIN_MS = 30_000;
/** Milliseconds in which events are gathered before they are looked at together. */
const GATHERING_MS = 50;

/**
 * The objects of a workspace as they are now: what was listed, what writes answered, and what watches tell. A kind
 * is watched from when it is first waited for.
 */
export class LiveView {
  readonly #objects: Map<ObjectKey, KubeObject>;
  readonly #scopes: readonly ListedScope[];
  /** Uids of objects that are known to be gone: a watch, or an answer that comes late, may still tell of before. */
  readonly #gone = new Set<string>();
  readonly #watched = new Set<string>();
  readonly #ended = new AbortController();
  #failure: Error | undefined;
  #changed = false;
  #wake: () => void = () => undefined;
  #lookedAt: number;

  constructor(
    private readonly workspace: Workspace,
    listed: LiveObjects,
  ) {
    this.#objects = new Map(listed.objects);
    this.#scopes = listed.scopes;
    this.#lookedAt = workspace.context.now();
  }

  get objects(): ReadonlyMap<ObjectKey, KubeObject> {
    return this.#objects;
  }

  /** Takes what a write or a read answered, unless a watch has told something newer. */
  written(key: ObjectKey, object: KubeObject): void {
    if (this.#gone.has(object.metadata.uid ?? "")) return;
    const known = this.#objects.get(key);
    if (known !== undefined && known.metadata.uid === object.metadata.uid && isNewer(known, object)) return;
    this.#objects.set(key, object);
  }

  /** The object is known to be gone. */
  gone(key: ObjectKey): void {
    const uid = this.#objects.get(key)?.metadata.uid;
    if (uid !== undefined) this.#gone.add(uid);
    this.#objects.delete(key);
  }

  /**
   * Waits until something happened to objects of these kinds, or some seconds passed.
   *
   * @param longestMs milliseconds after which the wait ends in any case; at most five seconds
   * @throws what ended a watch, or the reason of the operation's end
   */
  async pause(kinds: readonly GroupVersionKind[], longestMs: number): Promise<void> {
    for (const kind of kinds) this.#watch(kind);
    const { signal } = this.workspace.context;
    if (!this.#changed && !signal.aborted && this.#failure === undefined) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, Math.min(longestMs, LONGEST_PAUSE_MS)));
        const done = (): void => {
          clearTimeout(timer);
          signal.removeEventListener("abort", done);
          resolve();
        };
        this.#wake = done;
        signal.addEventListener("abort", done, { once: true });
      });
      await new Promise((resolve) => setTimeout(resolve, GATHERING_MS));
    }
    if (!this.#changed && this.#failure === undefined && !signal.aborted) await this.#lookAgain(kinds);
    this.#changed = false;
    if (this.#failure !== undefined) throw this.#failure;
    signal.throwIfAborted();
  }

  /** Ends the watches. */
  close(): void {
    this.#ended.abort();
  }

  async #lookAgain(kinds: readonly GroupVersionKind[]): Promise<void> {
    const now = this.workspace.context.now();
    if (now - this.#lookedAt < LOOK_AGAIN_MS) return;
    this.#lookedAt = now;
    const names = new Set(kinds.map(({ group, kind }) => `${group}/${kind}`));
    const before = [...this.#objects].filter(([, object]) => {
      const { group, kind } = groupVersionKind(object);
      return names.has(`${group}/${kind}`);
    });
    const namespaces = new Set(before.flatMap(([, { metadata }]) => metadata.namespace ?? []));
    try {
      const wanted = kinds.map((gvk) => ({ ...gvk, metadataOnly: false }));
      const { objects } = await listLive(this.workspace, wanted, [...namespaces]);
      for (const [key, object] of before) if (!objects.has(key)) this.#deleted(key, object);
      for (const [key, object] of objects) this.written(key, object);
    } catch (error) {
      // What the server does not answer ends the watch, which knows how long to try.
      if (!isKubeError(error)) throw error;
    }
  }

  #watch(gvk: GroupVersionKind): void {
    const name = `${gvk.group}/${gvk.kind}`;
    if (this.#watched.has(name)) return;
    this.#watched.add(name);
    const listed = this.#scopes.filter(
      (scope) => scope.gvk.group === gvk.group && scope.gvk.kind === gvk.kind,
    );
    const scopes = listed.length === 0 ? [{ gvk, namespace: undefined, resourceVersion: "" }] : listed;
    for (const scope of scopes) void this.#follow(scope);
  }

  async #follow({ gvk, namespace, resourceVersion }: ListedScope): Promise<void> {
    const { client } = this.workspace;
    const events = client.watch(gvk, {
      labelSelector: ownedSelector(this.workspace),
      signal: this.#ended.signal,
      ...(namespace === undefined ? {} : { namespace }),
      ...(resourceVersion === "" ? {} : { resourceVersion }),
    });
    try {
      for await (const { type, object } of events) {
        const key = objectKey(object);
        if (holderOf(object, key, this.workspace.marks).kind !== "ours") continue;
        if (type === "DELETED") this.#deleted(key, object);
        else this.written(key, object);
        this.#notice();
      }
    } catch (error) {
      // A kind that is not served yet is asked for again at the next pause.
      if (isKubeError(error, "NotFound")) {
        this.#watched.delete(`${gvk.group}/${gvk.kind}`);
        return;
      }
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      this.#notice();
    }
  }

  /** An object of the same name may have been made since. */
  #deleted(key: ObjectKey, object: KubeObject): void {
    const { uid } = object.metadata;
    if (uid !== undefined) this.#gone.add(uid);
    if (this.#objects.get(key)?.metadata.uid === uid) this.#objects.delete(key);
  }

  #notice(): void {
    this.#changed = true;
    this.#wake();
  }
}

/** The kinds of objects, each once. */
export function kindsOf(objects: Iterable<KubeObject>): GroupVersionKind[] {
  const kinds = new Map<string, GroupVersionKind>();
  for (const object of objects) {
    const gvk = groupVersionKind(object);
    const name = `${gvk.group}/${gvk.kind}`;
    if (!kinds.has(name)) kinds.set(name, gvk);
  }
  return [...kinds.values()];
}

/** Whether the first of two states of one object is the newer one; versions are decimal numbers that grow. */
function isNewer({ metadata: a }: KubeObject, { metadata: b }: KubeObject): boolean {
  const numbers = /^\d+$/;
  if (!numbers.test(a.resourceVersion ?? "") || !numbers.test(b.resourceVersion ?? "")) return false;
  return BigInt(a.resourceVersion ?? "") > BigInt(b.resourceVersion ?? "");
}
