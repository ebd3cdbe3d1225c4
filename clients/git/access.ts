import type { RepositoryUrl } from "../../model/workspace/git/repository-url.js";
import type { GitAccess } from "./environment.js";
import { GitError } from "./errors.js";
import type { PrivateFolder } from "./private-folder.js";
import type { GitCredentials, RepositoryOptions } from "./types.js";

/** What a git command needs to reach a repository. Secrets are in files of the private folder only. */
export function accessTo(options: RepositoryOptions, folder: PrivateFolder): GitAccess {
  const { url } = options;
  switch (url.scheme) {
    case "file":
      return { protocols: ["file"], home: folder.path };
    case "ssh":
      return { protocols: ["ssh"], home: folder.path, variables: sshVariables(options, folder) };
    case "https":
      return { protocols: ["https"], home: folder.path, settings: webSettings(options, folder) };
    case "http":
      // Servers send clients on from http to https.
      return { protocols: ["http", "https"], home: folder.path, settings: webSettings(options, folder) };
  }
}

/** The texts of credentials that must not be shown. */
export function secretsOf({ username = "", password = "" }: GitCredentials): readonly string[] {
  // A token may stand in place of the user.
  return password === "" ? [username] : [password];
}

function webSettings(
  { url, credentials = {}, certificateAuthority, insecure = false }: RepositoryOptions,
  folder: PrivateFolder,
): [string, string][] {
  // Settings for this server alone: another one, to which it may send us on, gets no credentials.
  const server = `${url.scheme}://${url.host}${url.port === undefined ? "" : `:${url.port}`}`;
  const settings: [string, string][] = [];
  if (credentials.username !== undefined || credentials.password !== undefined) {
    const { username = "git", password = "" } = credentials;
    const file = folder.write("credential", credentialText(url, username, password));
    settings.push([`credential.${server}.helper`, `!f() { test "$1" != get || cat ${quoted(file)}; }; f`]);
  }
  if (certificateAuthority !== undefined) {
    settings.push([`http.${server}.sslCAInfo`, folder.write("authority.pem", certificateAuthority)]);
  }
  if (insecure) settings.push([`http.${server}.sslVerify`, "false"]);
  if (credentials.tlsClientCertData !== undefined && credentials.tlsClientCertKey !== undefined) {
    settings.push(
      [`http.${server}.sslCert`, folder.write("client.pem", credentials.tlsClientCertData)],
      [`http.${server}.sslKey`, folder.write("client.key", credentials.tlsClientCertKey)],
    );
  }
  return settings;
}

function credentialText(url: RepositoryUrl, username: string, password: string): string {
  // The protocol between git and its helpers has one line for each.
  if (/[\n\r\0]/.test(username + password)) {
    throw new GitError("Invalid", {
      what: "the user or the password holds a line break",
      where: url.text,
      next: "Remove it; it is often the end of the file that the password was read from",
    });
  }
  return `username=${username}\npassword=${password}\n`;
}

function sshVariables(
  { url, credentials = {}, hostKeys = [] }: RepositoryOptions,
  folder: PrivateFolder,
): Record<string, string> {
  const { sshPrivateKey, username } = credentials;
  if (sshPrivateKey === undefined) {
    throw new GitError("Unauthenticated", {
      what: "a repository behind ssh needs a private key",
      where: url.text,
      next: "Give sshPrivateKey; keys of your own agent are not used",
    });
  }
  if (hostKeys.length === 0) {
    throw new GitError("Untrusted", {
      what: "no host key of the server is known",
      where: url.text,
      next: `Give hostKeys, as ssh-keyscan ${url.host} prints them, after you checked them`,
    });
  }
  const key = folder.write("key", `${sshPrivateKey.trim()}\n`);
  const lines = hostKeys.flatMap((keys) => keys.split("\n")).map((line) => `${knownHost(line, url)}\n`);
  const known = folder.write("known_hosts", lines.join(""));
  const options = [
    "BatchMode=yes",
    "IdentitiesOnly=yes",
    "IdentityAgent=none",
    "StrictHostKeyChecking=yes",
    "UpdateHostKeys=no",
    `UserKnownHostsFile="${known}"`,
    "GlobalKnownHostsFile=/dev/null",
    ...(url.user === undefined && username !== undefined ? [`User=${username}`] : []),
  ];
  const words = ["ssh", "-F", "/dev/null", "-i", key, ...options.flatMap((option) => ["-o", option])];
  return { GIT_SSH_COMMAND: words.map(quoted).join(" "), GIT_SSH_VARIANT: "ssh" };
}

/** A line of `known_hosts`; a bare key is taken for the repository's host. */
function knownHost(line: string, { host, port = 22 }: RepositoryUrl): string {
  const text = line.trim();
  const isBare = /^(?:ssh|ecdsa|sk)-\S+ \S+/.test(text);
  return isBare ? `${port === 22 ? host : `[${host}]:${port}`} ${text}` : text;
}

/** One word for the shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
