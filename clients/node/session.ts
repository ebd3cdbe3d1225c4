import type { NodeFolders } from "./command.js";
import type { Link } from "./link.js";
import type { Turns } from "./turns.js";

/** What every operation on one node works with. */
export interface NodeSession {
  /** The node in messages. */
  readonly where: string;
  readonly link: Link;
  /** Servers allow ten sessions a connection; two of them are for the lock and for ending scripts. */
  readonly sessions: Turns;
  readonly sudo: boolean;
  readonly folders: NodeFolders;
  readonly lockedBy: string;
}
