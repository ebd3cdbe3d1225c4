import type { GroupVersionKind, KubeObject, ObjectRef } from "../../model/shared/kubernetes-object.js";

export type {
  GroupVersionKind,
  KubeMetadata,
  KubeObject,
  ObjectRef,
  OwnerReference,
} from "../../model/shared/kubernetes-object.js";

/** What discovery knows of one resource type. */
export interface ApiResource extends GroupVersionKind {
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  /** Subresources, such as `status` or `scale`. */
  readonly subresources: readonly string[];
}

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Objects a page. Default 500. */
  readonly pageSize?: number;
  /** Ask for metadata only (PartialObjectMetadata). Default false. */
  readonly metadataOnly?: boolean;
}

export interface ListResult {
  readonly items: KubeObject[];
  /** Where a watch may start. */
  readonly resourceVersion: string;
}

export interface WriteOptions {
  readonly fieldManager?: string;
  /** Server-side dry run: admission runs, nothing is stored. Default false. */
  readonly dryRun?: boolean;
  /** Default `Strict`: unknown and duplicate fields are refused. */
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore";
  readonly subresource?: "status" | "scale";
}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  /** Take fields from other managers. Default false: a conflict is an error that names the manager. */
  readonly force?: boolean;
}

export interface PatchOptions extends WriteOptions {
  readonly type: "merge" | "json";
}

export interface DeleteOptions {
  readonly propagation?: "Foreground" | "Background" | "Orphan";
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly gracePeriodSeconds?: number;
  readonly dryRun?: boolean;
}

export interface WatchOptions extends Omit<ListOptions, "pageSize"> {
  /** Start after this version; without it the watch first lists and reports what is there as `ADDED`. */
  readonly resourceVersion?: string;
  readonly signal?: AbortSignal;
}

/** A bookmark is handled inside; after a 410 the client lists again and reports the difference. */
export interface WatchEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: KubeObject;
}

export interface WaitOptions {
  /** Milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** What is being waited for, for the error: "2 of 3 replicas ready". Called with the latest object. */
  readonly describe?: (object: KubeObject | undefined) => string;
  /** Called on each change while waiting, for progress. */
  readonly onProgress?: (object: KubeObject | undefined) => void;
}

export interface LogOptions {
  readonly container?: string;
  readonly tailLines?: number;
  readonly previous?: boolean;
}

/**
 * One cluster. Every method throws a {@link KubeError} (errors.ts) that says what was asked of which object.
 * 429 and 5xx answers to safe requests are retried with the server's Retry-After.
 */
export interface KubernetesClient {
  /** Where the API server is, for messages. */
  readonly server: string;
  /** The resource of a kind, or undefined when the server does not serve it. Cached; asked again once on a miss. */
  resource(gvk: GroupVersionKind): Promise<ApiResource | undefined>;
  /** Every resource that the server serves. */
  resources(): Promise<readonly ApiResource[]>;
  /** Undefined when the object, its kind or its namespace does not exist. */
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  /** All pages. An unserved kind is an empty list with resourceVersion "". */
  list(gvk: GroupVersionKind, options?: ListOptions): Promise<ListResult>;
  /** Throws reason AlreadyExists when the name is taken. */
  create(object: KubeObject, options?: WriteOptions): Promise<KubeObject>;
  /** Server-side apply. */
  apply(object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  /** PUT; the object's resourceVersion makes it a compare-and-swap. */
  replace(object: KubeObject, options?: WriteOptions): Promise<KubeObject>;
  patch(ref: ObjectRef, patch: unknown, options: PatchOptions): Promise<KubeObject>;
  /** Answers false when there was nothing to delete. Returns when the request is accepted, not when it is gone. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<boolean>;
  watch(gvk: GroupVersionKind, options?: WatchOptions): AsyncIterable<WatchEvent>;
  /** Waits, by watching, until the predicate holds; undefined stands for "does not exist". */
  waitFor(
    ref: ObjectRef,
    until: (object: KubeObject | undefined) => boolean,
    options: WaitOptions,
  ): Promise<KubeObject | undefined>;
  logs(pod: { readonly namespace: string; readonly name: string }, options?: LogOptions): Promise<string>;
  /** A raw request below the server's address, for what has no method (access reviews, /readyz, /version). */
  request(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Closes the connection pool. */
  close(): Promise<void>;
}
