import type { Problem } from "../model/shared/problem.js";

/** Stands for a secret that was encrypted and could not be read: present, but unknown. */
export const SEALED = "(encrypted)";

/** The `groundplan:` part of a stack's configuration before anything is checked. */
export interface RawStack {
  /** By key without the namespace. Sections are structured values, `installation` is a text. */
  readonly values: ReadonlyMap<string, unknown>;
  /** Keys with at least one encrypted value inside. */
  readonly encrypted: ReadonlySet<string>;
  /** Keys that are encrypted as a whole and could not be read: nothing inside can be checked. */
  readonly sealed: ReadonlySet<string>;
  /** Value of `pulumi:disable-default-providers`: a list, or its JSON text as programs get it. */
  readonly defaultsDisabled: unknown;
  /** Faults found on the way: broken JSON or YAML, misspelt namespaces. */
  readonly problems: readonly Problem[];
}

/** What configuration needs to know of the project folder. Paths are relative to it. */
export interface ProjectFiles {
  /** The text of a file, or undefined when there is none. */
  read(path: string): string | undefined;
  /** Whether a file exists. */
  exists(path: string): boolean;
  /**
   * Whether files of credentials and endpoints have to be there. A program run needs them; checking a stack file
   * on another machine does not.
   */
  readonly credentialsExpected: boolean;
}
