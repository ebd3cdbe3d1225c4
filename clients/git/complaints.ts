import { GitError, type GitErrorReason } from "./errors.js";

interface Complaint {
  readonly pattern: RegExp;
  readonly reason: GitErrorReason;
  readonly what: string;
  readonly next: string;
}

/** What git, curl and ssh say when something is wrong, the most telling first. */
const COMPLAINTS: readonly Complaint[] = [
  {
    pattern: /Host key verification failed|host key is known|REMOTE HOST IDENTIFICATION/i,
    reason: "Untrusted",
    what: "the server's host key is not one of those given",
    next: "Find out whether the server was rebuilt, then correct hostKeys",
  },
  {
    pattern:
      /SSL certificate problem|certificate verification failed|certificate.*not match|SSL: no alternative/i,
    reason: "Untrusted",
    what: "the server's certificate is not trusted",
    next: "Give the certificate authority that signed it",
  },
  {
    pattern:
      /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|returned error: 40[13]|Permission denied \(|invalid credentials|error in libcrypto|invalid format/i,
    reason: "Unauthenticated",
    what: "the server does not accept the credentials",
    next: "Check the repository's credentials; an ssh key must have no passphrase",
  },
  {
    pattern:
      /not our ref|unadvertised object|remote ref .* not found|couldn't find remote ref|no such remote ref/i,
    reason: "UnknownRevision",
    what: "the server does not give out this commit",
    next: "Check that the commit was pushed",
  },
  {
    pattern:
      /repository .*not found|returned error: 404|does not appear to be a git repository|not a git repository|no such repository/i,
    reason: "NotFound",
    what: "there is no such repository, or the credentials do not show it",
    next: "Check the repository's address and credentials",
  },
  {
    pattern:
      /Could not resolve|Couldn't connect|Failed to connect|Connection (?:refused|reset|closed|timed out)|timed out|unreachable|No route to host|returned error: (?:429|5\d\d)|hung up|early EOF|unable to access/i,
    reason: "Unreachable",
    what: "the server does not answer",
    next: "Check the address, the network and the proxy",
  },
];

/** Lines of that many characters are enough to tell what happened. */
const LONGEST_LINE = 300;

/**
 * The error for a git command that failed.
 * @param where The repository's address.
 * @param said What git wrote to stderr.
 * @param secrets Texts that must not be shown.
 */
export function complaint(where: string, said: string, secrets: readonly string[]): GitError {
  const lines = shown(said, secrets);
  const known = COMPLAINTS.find(({ pattern }) => lines.some((line) => pattern.test(line)));
  const line =
    lines.find((text) => known?.pattern.test(text) === true) ??
    lines.find((text) => /^(?:fatal|error):/.test(text)) ??
    lines.at(-1) ??
    "it said nothing";
  if (known === undefined) {
    return new GitError("Failed", {
      what: `git failed: ${line}`,
      where,
      next: "Check the repository's address",
    });
  }
  return new GitError(known.reason, { what: `${known.what} (${line})`, where, next: known.next });
}

/** A server may say anything: no control characters, nothing long, no secret. */
function shown(said: string, secrets: readonly string[]): readonly string[] {
  const hidden = secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .sort((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, "[secret]"), said);
  return hidden
    .split(/[\r\n]+/)
    .map((line) =>
      line
        .replace(/[\u0000-\u001f\u007f-\u009f]/g, " ")
        .trim()
        .slice(0, LONGEST_LINE),
    )
    .filter((line) => line !== "");
}
