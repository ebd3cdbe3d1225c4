import picomatch from "picomatch";

/** Who acts: a team, by the name it declares. That name proves nothing; RBAC of the cluster does. */
export interface Subject {
  readonly team: string;
  /** May do everything. Default false. */
  readonly admin?: boolean;
}

/** Whose a pool, an account or a shared secret is. */
export interface Owned {
  /** The one team that owns it. */
  readonly owner: string;
  /** Teams that may use it: names, or globs such as `shop/*`, where `*` stops at a slash and `**` does not. */
  readonly whitelist: readonly string[];
}

/**
 * What can be done with something that is owned. `read`: its state and lists. `readResults`: the results of an
 * instance. `borrow`: borrow an instance or give it back. `reference`: use it in another artifact, mount a secret,
 * lease an account. `update`: spec, size, pause. `delete`: delete it, change its owner or its whitelist.
 */
export const ACCESS_ACTIONS = ["read", "readResults", "borrow", "reference", "update", "delete"] as const;

/** One of {@link ACCESS_ACTIONS}. */
export type AccessAction = (typeof ACCESS_ACTIONS)[number];

/** What a team is to something that is owned. */
export type Standing = "owner" | "admin" | "whitelisted" | "other";

/** `own`: only what the team has borrowed itself. `unlessOthers`: not what another team has borrowed. */
type Rule = "yes" | "no" | "own" | "unlessOthers";

/** The access rules. */
export const ACCESS_RULES: Readonly<Record<AccessAction, Readonly<Record<Standing, Rule>>>> = {
  read: { owner: "yes", admin: "yes", whitelisted: "yes", other: "no" },
  readResults: { owner: "yes", admin: "yes", whitelisted: "own", other: "no" },
  borrow: { owner: "yes", admin: "yes", whitelisted: "unlessOthers", other: "no" },
  reference: { owner: "yes", admin: "yes", whitelisted: "yes", other: "no" },
  update: { owner: "yes", admin: "yes", whitelisted: "no", other: "no" },
  delete: { owner: "yes", admin: "yes", whitelisted: "no", other: "no" },
};

/** Whether something is allowed, or why not, as the end of a sentence about the object. */
export type Access = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Decides whether a team may do something.
 *
 * @param own Whether the instance is borrowed by this very team; undefined where nothing is borrowed.
 */
export function allowed(subject: Subject, object: Owned, action: AccessAction, own?: boolean): Access {
  const standing = standingOf(subject, object);
  const rule = ACCESS_RULES[action][standing];
  if (rule === "yes" || (rule === "own" && own === true) || (rule === "unlessOthers" && own !== false)) {
    return { ok: true };
  }
  return { ok: false, reason: refusal(subject, action, standing) };
}

/** What a team is to something that is owned; the owner stays the owner, whether or not it is an administrator. */
export function standingOf({ team, admin }: Subject, { owner, whitelist }: Owned): Standing {
  if (team === owner) return "owner";
  if (admin === true) return "admin";
  return whitelist.some((entry) => entry === team || (entry !== "" && matches(entry, team)))
    ? "whitelisted"
    : "other";
}

function matches(glob: string, team: string): boolean {
  return picomatch.isMatch(team, glob, { dot: true, nonegate: true, noextglob: true });
}

/** Somebody who may not even see an object is not told whose it is. */
function refusal({ team }: Subject, action: AccessAction, standing: Standing): string {
  if (standing === "other") {
    return action === "read"
      ? `does not exist, or team ${team} may not see it`
      : `may not be used by team ${team}, which is not on its whitelist; ask its owner to add the team`;
  }
  if (action === "readResults")
    return `may be read by team ${team} only while the team has borrowed the instance`;
  if (action === "borrow")
    return `is borrowed by another team, and team ${team} may give back only what it has borrowed`;
  return `is not owned by team ${team}, which may use it but not ${action} it`;
}
