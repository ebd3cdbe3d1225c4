import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * Version of an installed `@pulumi` package, which is the version of the plugin that it asks for.
 * @param from A folder below the one whose `node_modules` counts. Default: this file's.
 */
export function npmVersion(name: "kubernetes" | "command", from: string = __dirname): string {
  const file = require.resolve(`@pulumi/${name}/package.json`, { paths: [from] });
  const content = JSON.parse(readFileSync(path.normalize(file), "utf8")) as { readonly version: string };
  return content.version;
}
