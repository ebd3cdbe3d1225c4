import { createHash, randomUUID } from "node:crypto";
import { splitEntrypoint } from "../../../model/reservation/container/entrypoint.js";
import { cleanPath } from "../../../model/reservation/rules/value-faults.js";
import { canonicalJson, type JsonObject } from "../../../model/shared/json.js";
import type { OpenNode } from "../../targets/node.js";
import type { ContainerInputs } from "../container.js";
import { nodeImage } from "./image.js";

/** Raised when containers are made in another way, so that the next change of one makes it anew. */
const FORM = 1;
/** Tells the commands of ours apart: each is one process. */
const COMMAND = randomUUID();
const MIB = 2 ** 20;

/**
 * Parameters of the ensure script. `shape` changes whenever the container has to be made anew; limits are not part of
 * it. `pool` is empty for a root disk without limit.
 */
export function containerParameters(inputs: ContainerInputs, node: OpenNode): JsonObject {
  const { image, repository, digest } = nodeImage(inputs.image);
  const words = [...podmanArguments(inputs)];
  const volumes = inputs.volumes.map(({ volume, mountpoint }) => ({
    volume,
    mountpoint: cleanPath(mountpoint),
  }));
  const pool = inputs.diskSize === 0 ? "" : (node.pools[inputs.diskType] ?? "");
  const network = inputs.network ?? { network: "", ip: "" };
  return {
    command: COMMAND,
    image,
    repository,
    image_wanted: digest,
    arguments: words,
    volumes,
    secret_environment: inputs.secretEnvironment,
    network: network.network,
    ip: network.ip,
    memory: inputs.memory,
    cpu: inputs.cpu,
    pool,
    disk_bytes: inputs.diskSize * MIB,
    shape: digestOf({ form: FORM, words, volumes, pool, network: network.network, ip: network.ip }),
  };
}

/** What `podman create` is told besides what the node alone knows. */
function* podmanArguments({ environment, entrypoint, interactive }: ContainerInputs): Iterable<string> {
  for (const name of Object.keys(environment).sort()) yield `--env=${name}=${environment[name] ?? ""}`;
  if (interactive) yield* ["--tty", "--interactive"];
  const split = splitEntrypoint(entrypoint);
  if (split.ok && split.words.length > 0) yield `--entrypoint=${JSON.stringify(split.words)}`;
}

function digestOf(value: JsonObject): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
