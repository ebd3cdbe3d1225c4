/** The three things every error tells: what happened, where, and what to do next. */
export interface FailureParts {
  readonly what: string;
  /** Key, resource, object or node. */
  readonly where?: string;
  readonly next?: string;
  readonly cause?: unknown;
}

/**
 * The one error type that users see. Its message is complete in itself; it carries no secret and is shown
 * without a stack.
 */
export class Failure extends Error {
  override readonly name: string = "Failure";
  readonly what: string;
  readonly where: string | undefined;
  readonly next: string | undefined;

  constructor(parts: FailureParts) {
    const where = parts.where === undefined ? "" : `${parts.where}: `;
    const next = parts.next === undefined ? "" : `. ${parts.next}`;
    super(`${where}${parts.what}${next}`, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.what = parts.what;
    this.where = parts.where;
    this.next = parts.next;
  }
}
