import type { Problem } from "../model/shared/problem.js";
import { formatPropertyPath } from "../model/shared/property-path.js";
import {
  explorerSecrets,
  explorerSettings,
  isReadable,
  type ExplorerSettings,
} from "../model/shared/targets/explorer.js";
import { setCommand } from "./commands.js";
import { missingFile } from "./target-files.js";
import { undeclaredTarget } from "./target-names.js";
import { targetSection } from "./target-section.js";

/** Explorers by name. */
export type Explorers = Readonly<Record<string, ExplorerSettings>>;

/** `groundplan:explorers`: servers that keep signed workloads. */
export const explorers = targetSection({
  key: "explorers",
  settings: explorerSettings,
  secrets: explorerSecrets,
  problemsOf: (name, { url, insecure, identity, caFile }, context) => [
    ...plainProblems(name, url, insecure),
    ...(identity === undefined
      ? []
      : undeclaredTarget(["explorers", name, "identity"], "identities", identity, context)),
    ...missingFile(["explorers", name, "caFile"], caFile, context),
  ],
});

function plainProblems(name: string, url: string, insecure: boolean): readonly Problem[] {
  if (insecure || !isReadable(url)) return [];
  const path = formatPropertyPath(["explorers", name, "url"]);
  const reason = "is plain HTTP to another machine, so that others can read and change what is sent";
  return [{ path, reason, fix: setCommand(path, "'https://<host>'") }];
}
