/** How git reaches a repository. */
export type RepositoryScheme = "https" | "http" | "ssh" | "file";

/** The address of a git repository, free of secrets. */
export interface RepositoryUrl {
  /** As git takes it. */
  readonly text: string;
  readonly scheme: RepositoryScheme;
  /** Host without port; empty for files. */
  readonly host: string;
  /** Port where the address names one. */
  readonly port?: number;
  /** Login name in an ssh address. */
  readonly user?: string;
}

export type ParsedRepositoryUrl =
  | { readonly ok: true; readonly url: RepositoryUrl }
  | { readonly ok: false; readonly reason: string; readonly fix: string };

const EXAMPLE = "write https://host/path.git, ssh://git@host/path.git, git@host:path.git or an absolute path";
const SCHEMES: readonly string[] = ["https", "http", "ssh", "file"] satisfies RepositoryScheme[];

/**
 * Reads a repository's address: `https`, `http`, `ssh` and `file` URLs, the short form `user@host:path` of ssh, and
 * absolute paths. An address that holds a user or password for `http(s)`, or a password for ssh, is refused: addresses
 * are shown everywhere. No reason repeats the address, which may hold a secret.
 */
export function parseRepositoryUrl(text: string): ParsedRepositoryUrl {
  const address = text.trim();
  if (address === "") return refused("is empty", EXAMPLE);

  if (/[\u0000-\u0020\u007f]/.test(address)) return refused("holds a blank or a control character", EXAMPLE);
  if (address.startsWith("/")) return accepted({ text: `file://${address}`, scheme: "file", host: "" });
  return address.includes("://") ? parseUrl(address) : parseShortForm(address);
}

function parseUrl(address: string): ParsedRepositoryUrl {
  const scheme = SCHEMES.find((name) => address.toLowerCase().startsWith(`${name}://`));
  if (scheme === undefined || !isScheme(scheme)) {
    return refused("has a scheme that is not allowed", `use one of ${SCHEMES.join(", ")}`);
  }
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return refused("is no URL", EXAMPLE);
  }
  if (url.password !== "" || (scheme !== "ssh" && url.username !== "")) {
    return refused(
      "holds a user or password",
      "take it out of the address and give it as the repository's credentials",
    );
  }
  if (url.search !== "" || url.hash !== "") {
    return refused("holds a query or a fragment", "give the revision as targetRevision");
  }
  if (scheme === "file") {
    return url.host === ""
      ? accepted({ text: address, scheme, host: "" })
      : refused("is a file on another host", "write file:///path");
  }
  if (url.hostname === "" || url.hostname.startsWith("-")) return refused("names no host", EXAMPLE);
  if (url.pathname.replaceAll("/", "") === "") return refused("names no repository", EXAMPLE);
  return accepted({
    text: address,
    scheme,
    host: url.hostname,
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    ...(url.username === "" ? {} : { user: decodeURIComponent(url.username) }),
  });
}

function isScheme(name: string): name is RepositoryScheme {
  return SCHEMES.includes(name);
}

function parseShortForm(address: string): ParsedRepositoryUrl {
  const [, user, host, path] =
    /^(?:([A-Za-z0-9_.][A-Za-z0-9_.-]*)@)?([A-Za-z0-9][A-Za-z0-9.-]*):(.+)$/.exec(address) ?? [];
  if (host === undefined || path === undefined || path.startsWith("-") || path.startsWith(":")) {
    return refused("is no address of a repository", EXAMPLE);
  }
  return accepted({ text: address, scheme: "ssh", host, ...(user === undefined ? {} : { user }) });
}

function accepted(url: RepositoryUrl): ParsedRepositoryUrl {
  return { ok: true, url };
}

function refused(reason: string, fix: string): ParsedRepositoryUrl {
  return { ok: false, reason, fix };
}

/**
 * The form in which addresses are compared: lower case, the short form of ssh as its long one, without `ssh://` and
 * without `.git` at the end.
 */
export function normaliseRepositoryUrl(text: string): string {
  const address = text.trim().toLowerCase();
  const isShortForm = !address.includes("://") && /^[^/]+:/.test(address);
  const long = isShortForm ? address.replace(":", "/") : address.replace(/^ssh:\/\//, "");
  return long.replace(/\.git$/, "");
}

/** Whether two addresses mean the same repository. */
export function isSameRepository(one: string, other: string): boolean {
  return normaliseRepositoryUrl(one) === normaliseRepositoryUrl(other);
}
