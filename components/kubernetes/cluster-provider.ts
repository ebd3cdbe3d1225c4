import { readFileSync } from "node:fs";
import { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { parse, stringify } from "yaml";
import { isObject } from "../../model/shared/json.js";
import {
  type ClusterSecrets,
  clusterSecrets,
  type ClusterSettings,
  clusterSettings,
} from "../../model/shared/targets/cluster.js";
import { configEntry } from "../stack-config.js";

/**
 * The provider for `@pulumi/kubernetes` resources on a cluster that the stack names under `groundplan:clusters`.
 * It may take over objects that exist, and fields that others have set: an interrupted run leaves objects behind that
 * no state knows, and hand edits are to be undone. An object guard has made sure before that they are this stack's.
 *
 * @param name logical name
 * @param cluster name of the cluster; a rotated credential or a moved address replaces nothing
 */
export function clusterProvider(
  name: string,
  cluster: string,
  opts: pulumi.ResourceOptions,
): pulumi.ProviderResource {
  const { settings, secrets } = configured(cluster);
  const kubeconfig = kubeconfigFor(cluster, settings, secrets);
  return new Provider(
    name,
    {
      kubeconfig,
      clusterIdentifier: cluster,
      ...(settings.context === undefined ? {} : { context: settings.context }),
      upsertExistingObjects: true,
      enablePatchForce: true,
      // A rotated certificate is an update; otherwise its Secret would be gone for a moment.
      enableSecretMutable: true,
    },
    opts,
  );
}

function configured(cluster: string): { settings: ClusterSettings; secrets: ClusterSecrets } {
  const settings = clusterSettings.safeParse(configEntry("clusters", cluster) ?? {});
  const secrets = clusterSecrets.safeParse(configEntry("clustersSecrets", cluster) ?? {});
  if (settings.success && secrets.success) return { settings: settings.data, secrets: secrets.data };
  const paths = [settings, secrets].flatMap(
    ({ error }) => error?.issues.map(({ path }) => path.join(".")) ?? [],
  );
  throw new pulumi.RunError(
    `groundplan:clusters.${cluster}: ${paths.join(", ")} is not as it must be. ` +
      "`groundplan config check Pulumi.<stack>.yaml` says what is expected",
  );
}

/**
 * A file is passed by its path, so that no credential enters the state and the project may move. A text, or a file
 * whose credential the secrets replace, is passed as a secret.
 */
function kubeconfigFor(
  cluster: string,
  settings: ClusterSettings,
  secrets: ClusterSecrets,
): pulumi.Input<string> {
  if (secrets.token === undefined) {
    if (secrets.kubeconfig !== undefined) return pulumi.secret(secrets.kubeconfig);
    if (settings.kubeconfig !== undefined) return settings.kubeconfig;
    throw new pulumi.RunError(
      `groundplan:clusters.${cluster} has no kubeconfig. ` +
        `Name a file with \`pulumi config set --path 'groundplan:clusters.${cluster}.kubeconfig' <file>\``,
    );
  }
  const text = secrets.kubeconfig ?? readFileSync(settings.kubeconfig ?? "", "utf8");
  return pulumi.secret(withToken(text, secrets.token));
}

/** The kubeconfig with one credential for all its users. */
function withToken(text: string, token: string): string {
  const document: unknown = parse(text);
  const users = isObject(document) && Array.isArray(document["users"]) ? document["users"] : [];
  const replaced = users.map((user: unknown) =>
    isObject(user) ? { name: user["name"], user: { token } } : user,
  );
  return stringify({ ...(isObject(document) ? document : {}), users: replaced });
}
