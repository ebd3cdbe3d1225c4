/** One reference of a remote repository. */
export interface GitRef {
  /** Full name: `HEAD`, `refs/heads/main`, `refs/tags/v1`. */
  readonly name: string;
  /** The commit it leads to, 40 hex digits; for annotated tags what they are a tag of. */
  readonly commit: string;
  /** The reference that a symbolic one (`HEAD`) stands for. */
  readonly target?: string;
}

/** What is told of a commit. */
export interface RevisionMetadata {
  /** `name <mail>`. */
  readonly author: string;
  /** Author date, RFC 3339. */
  readonly date: string;
  /** The tags that lead to the commit, by name. */
  readonly tags: readonly string[];
  /** The whole message, without blank lines at its end. */
  readonly message: string;
}

/** What a revision is: a commit; the beginning of one, which only git can complete; or nothing. */
export type RevisionResolution =
  | {
      readonly kind: "commit";
      readonly commit: string;
      /** The reference that was followed. */
      readonly ref?: string;
    }
  | { readonly kind: "abbreviation"; readonly prefix: string }
  | {
      readonly kind: "unknown" | "ambiguous";
      readonly what: string;
      /** What to do next. */
      readonly next: string;
    };

/** How a revision is to be read. */
export interface RevisionOptions {
  /** Only tags that begin with it count as versions, and it is cut off before versions are compared. */
  readonly tagPrefix?: string;
}

/** Finds what a revision means among a repository's references. */
export type ResolveRevision = (
  revision: string,
  refs: readonly GitRef[],
  options?: RevisionOptions,
) => RevisionResolution;
