import {
  repositorySecrets,
  repositorySettings,
  type RepositorySettings,
} from "../model/shared/targets/repository.js";
import type { Problem } from "../model/shared/problem.js";
import { formatPropertyPath } from "../model/shared/property-path.js";
import { parseRepositoryUrl } from "../model/workspace/git/repository-url.js";
import { removeCommand, setCommand, setSecretCommand } from "./commands.js";
import type { SectionContext } from "./section.js";
import { missingFile } from "./target-files.js";
import { targetSection } from "./target-section.js";
import { valueAt } from "./value-at.js";

/** Git repositories, and templates of credentials, by name. */
export type Repositories = Readonly<Record<string, RepositorySettings>>;

/** Fields of the document's repositories that have no meaning here yet. */
const NOT_YET = [
  ...["name", "proxy", "noProxy", "insecure", "insecureIgnoreHostKey", "enableLfs", "depth", "project"],
  ...["enableOCI", "insecureOCIForceHttp", "forceHttpBasicAuth", "githubAppID", "githubAppInstallationID"],
  ...["githubAppEnterpriseBaseUrl", "useAzureWorkloadIdentity", "azureServicePrincipalClientId"],
  ...["azureServicePrincipalTenantId", "azureActiveDirectoryEndpoint"],
];

/** `groundplan:repositories`: git repositories that workspaces come from, and templates of credentials. */
export const repositories = targetSection({
  key: "repositories",
  settings: repositorySettings,
  secrets: repositorySecrets,
  notYet: NOT_YET.map((field) => ({ path: [field] })),
  problemsOf: (name, settings, context) => [
    ...addressProblems(name, settings),
    ...credentialProblems(name, settings, context),
    ...(["urlFile", "passwordFile", "caFile"] as const).flatMap((field) =>
      missingFile(["repositories", name, field], settings[field], context),
    ),
  ],
});

function addressProblems(name: string, { url, urlFile, template }: RepositorySettings): readonly Problem[] {
  const at = (field: string): string => formatPropertyPath(["repositories", name, field]);
  if (url !== undefined && urlFile !== undefined) {
    const reason = "url and urlFile exclude each other";
    return [{ path: at("urlFile"), reason, fix: removeCommand(at("urlFile")) }];
  }
  if (url === undefined && (urlFile === undefined || template)) {
    const reason = template
      ? "is missing; what addresses begin with"
      : "is missing; the repository's address";
    return [{ path: at("url"), reason, fix: setCommand(at("url")) }];
  }
  if (url === undefined) return [];
  const parsed = parseRepositoryUrl(template ? anAddressBelow(url) : url);
  if (parsed.ok) return [];
  return [{ path: at("url"), reason: `${parsed.reason}; ${parsed.fix}`, fix: setCommand(at("url")) }];
}

/** A template says how addresses begin; whether it can is asked of one that does. */
function anAddressBelow(prefix: string): string {
  return /[/:]$/.test(prefix) ? `${prefix}any` : `${prefix}/any`;
}

function credentialProblems(
  name: string,
  settings: RepositorySettings,
  { secrets, secretsSealed }: SectionContext,
): readonly Problem[] {
  const has = (field: string): boolean => valueAt(secrets, [name, field]) !== undefined;
  const secretAt = (field: string): string => formatPropertyPath(["repositoriesSecrets", name, field]);
  const problems: Problem[] = [];
  if (settings.passwordFile !== undefined && has("password")) {
    const path = formatPropertyPath(["repositories", name, "passwordFile"]);
    const reason = "stands beside the secret password; one of them is enough";
    problems.push({ path, reason, fix: removeCommand(path) });
  }
  if (secretsSealed) return problems;
  if (has("tlsClientCertData") !== has("tlsClientCertKey")) {
    const missing = has("tlsClientCertKey") ? "tlsClientCertData" : "tlsClientCertKey";
    const reason = "is missing; a client's certificate and its key belong together";
    problems.push({ path: secretAt(missing), reason, fix: setSecretCommand(secretAt(missing)) });
  }
  if (has("sshPrivateKey") && settings.hostKeys.length === 0) {
    const path = formatPropertyPath(["repositories", name, "hostKeys"]);
    const reason = "is missing; without the server's keys, a key of your own is shown to nobody";
    problems.push({ path, reason, fix: setCommand(`${path}[0]`, '"$(ssh-keyscan -t ed25519 <host>)"') });
  }
  return problems;
}
