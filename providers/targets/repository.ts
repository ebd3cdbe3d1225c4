import path from "node:path";
import type { GitClient } from "../../clients/git/types.js";
import { userCache } from "../../clients/user-cache.js";
import { parseGoDuration } from "../../model/shared/duration.js";
import { Failure } from "../../model/shared/errors.js";
import type { RepositorySecrets, RepositorySettings } from "../../model/shared/targets/repository.js";
import { parseRepositoryUrl } from "../../model/workspace/git/repository-url.js";
import { resolveRevision } from "../../model/workspace/git/revision.js";
import { settingFile } from "./setting-file.js";

export type { GitClient } from "../../clients/git/types.js";

/**
 * Opens a repository of `groundplan:repositories`. Paths are relative to the project folder, where programs run.
 *
 * @param signal ends the git commands that run
 * @throws Failure for an address or a file that is not as it must be
 */
export async function connectRepository(
  name: string,
  settings: RepositorySettings,
  secrets: RepositorySecrets,
  signal?: AbortSignal,
): Promise<GitClient> {
  const { openRepository } = await import("../../clients/git/repository.js");
  const where = `groundplan:repositories.${name}`;
  const [address, authority, password] = await Promise.all([
    repositoryAddress(name, settings),
    settingFile(`${where}.caFile`, settings.caFile),
    secrets.password ?? settingFile(`${where}.passwordFile`, settings.passwordFile),
  ]);
  const parsed = parseRepositoryUrl(address);
  if (!parsed.ok) throw new Failure({ what: parsed.reason, where: `${where}.url`, next: parsed.fix });
  const timeout = parseGoDuration(settings.timeout);
  return openRepository({
    url: parsed.url,
    credentials: {
      ...defined("username", settings.username),
      ...defined("password", password),
      ...defined("sshPrivateKey", secrets.sshPrivateKey),
      ...defined("tlsClientCertData", secrets.tlsClientCertData),
      ...defined("tlsClientCertKey", secrets.tlsClientCertKey),
    },
    hostKeys: settings.hostKeys,
    ...defined("certificateAuthority", authority),
    ...(timeout.ok ? { timeoutMs: timeout.seconds * 1000 } : {}),
    cacheFolder: path.join(userCache(), "git"),
    resolveRevision,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The address of a repository, out of its file where the settings name one. */
export async function repositoryAddress(
  name: string,
  { url, urlFile }: Pick<RepositorySettings, "url" | "urlFile">,
): Promise<string> {
  const address = url ?? (await settingFile(`groundplan:repositories.${name}.urlFile`, urlFile));
  if (address !== undefined) return address;
  throw new Failure({
    what: "has no address",
    where: `groundplan:repositories.${name}`,
    next: `Set it with \`pulumi config set --path 'groundplan:repositories.${name}.url' <address>\``,
  });
}

function defined<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  const held: Partial<Record<K, string>> = {};
  if (value !== undefined) held[key] = value;
  return held;
}
