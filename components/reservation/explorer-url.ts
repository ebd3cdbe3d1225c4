import * as pulumi from "@pulumi/pulumi";
import { explorerSettings } from "../../model/shared/targets/explorer.js";
import { configEntry } from "../stack-config.js";

/**
 * The address of an explorer, from `groundplan:explorers`.
 *
 * @throws pulumi.RunError for one that is not there
 */
export function explorerUrl(name: string): string {
  const settings = explorerSettings.safeParse(configEntry("explorers", name));
  if (settings.success) return settings.data.url;
  throw new pulumi.RunError(
    `groundplan:explorers.${name} is no explorer with an address. ` +
      `Set it with \`pulumi config set --path 'groundplan:explorers.${name}.url' <url>\``,
  );
}
