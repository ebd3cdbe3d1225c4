import * as pulumi from "@pulumi/pulumi";
import { identitySettings } from "../../model/shared/targets/identity.js";
import { configEntry } from "../stack-config.js";

/**
 * Ids of users by the names of their identities, from `groundplan:identities`.
 *
 * @throws pulumi.RunError for one that is not there
 */
export function userIds(names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => {
      const settings = identitySettings.safeParse(configEntry("identities", name));
      if (settings.success) return [name, settings.data.tid];
      throw new pulumi.RunError(
        `groundplan:identities.${name} is no identity with an id. ` +
          `Set it with \`pulumi config set --path 'groundplan:identities.${name}.tid' <id> --type string\``,
      );
    }),
  );
}
