import { Failure } from "../../../model/shared/errors.js";
import { up, labLock, type UpRequest } from "../up.js";
import { isNodeName, NODES } from "./paths.js";
import { cutPower } from "./remains.js";

/**
 * Cuts a node's power and starts it again, as a machine that crashed: what its boot folder holds is started, all else
 * is gone; disks stay.
 * @returns Names of the daemons that were started.
 * @throws Failure for an unknown node, or when it does not come back.
 */
export async function restartNode(
  request: Omit<UpRequest, "profiles">,
  name: string,
): Promise<readonly string[]> {
  if (!isNodeName(name)) {
    throw new Failure({ what: `there is no node ${name}`, next: `Known nodes: ${NODES.join(", ")}` });
  }
  const lock = await labLock(request.folder, `restart ${name}`, request.report);
  try {
    await cutPower(request.folder, name);
  } finally {
    await lock.release();
  }
  return (await up({ ...request, profiles: ["nodes"] })).started;
}
