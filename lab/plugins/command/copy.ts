import { isObject } from "../../../model/shared/json.js";
import { isArchive, isAssetOrArchive, isUnknown, plain, type Bag } from "../rpc/bag.js";
import type { CheckFault } from "../rpc/provider.js";
import { checkConnection } from "./check-connection.js";
import { readConnection } from "./connection.js";
import { withConnection } from "./dial.js";
import type { CommandKind, Doing } from "./lifecycle.js";
import { openRemoteFiles, type Source } from "./remote-files.js";

/** `command:remote:CopyToRemote`: a file, a text or a folder. What was copied stays when the resource goes. */
export const copyToRemote: CommandKind = {
  inputs: ["connection", "remotePath", "source", "triggers"],
  computed: [],
  idPrefix: () => "",
  check(given) {
    const { inputs, faults } = checkConnection(given);
    return { inputs, faults: [...faults, ...sourceFaults(plain(inputs["source"]))] };
  },
  create: (inputs, doing) => copy(sourceOf(inputs["source"]), inputs, doing),
  update: (inputs, _olds, doing) => copy(sourceOf(inputs["source"]), inputs, doing),
  delete: () => Promise.resolve(),
};

/** `command:remote:CopyFile`, the older form: one file, copied anew whenever anything changes. */
export const copyFile: CommandKind = {
  inputs: ["connection", "localPath", "remotePath", "triggers"],
  computed: [],
  replacedOnAnyChange: true,
  idPrefix: () => "",
  check: checkConnection,
  create: (inputs, doing) => copy({ path: String(inputs["localPath"]) }, inputs, doing),
  update: (inputs, _olds, doing) => copy({ path: String(inputs["localPath"]) }, inputs, doing),
  delete: () => Promise.resolve(),
};

async function copy(source: Source, inputs: Bag, doing: Doing): Promise<Bag> {
  await withConnection(readConnection(inputs["connection"]), doing, async (client) => {
    const files = await openRemoteFiles(client);
    await files.copy(source, String(inputs["remotePath"]));
  });
  return {};
}

function sourceFaults(source: unknown): CheckFault[] {
  if (isUnknown(source)) return [];
  const reason = sourceFault(source);
  return reason === undefined ? [] : [{ property: "", reason: `source: ${reason}` }];
}

function sourceFault(source: unknown): string | undefined {
  if (!isObject(source) || !isAssetOrArchive(source)) return "give an asset or an archive";
  const { path, text } = source;
  if (typeof path === "string" && path !== "") return undefined;
  if (isArchive(source)) return "an archive must be a path to a file or folder";
  return typeof text === "string" ? undefined : "an asset must be a file or a text";
}

function sourceOf(value: unknown): Source {
  const source = isObject(value) ? value : {};
  const { path, text } = source;
  return typeof path === "string" && path !== "" ? { path } : { text: typeof text === "string" ? text : "" };
}
