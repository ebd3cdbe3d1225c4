import { refOf } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { Found, Look } from "./look.js";
import type { Server } from "./server.js";

/**
 * The carriers once the gateway has taken each in its present form, or as they are where nothing is waited for. A
 * sort of carrier that does not tell is taken at once.
 *
 * @throws KubeError Timeout that says what the gateway answers
 */
export async function accepted(server: Server, look: Look): Promise<Look> {
  if (server.inputs.waitFor === "none") return look;
  const carriers = await Promise.all(
    look.carriers.map(async (found) => ({ ...found, live: await taken(server, found) })),
  );
  return { ...look, carriers };
}

/** Whether the gateway has taken every carrier in its present form, as far as the look tells. */
export function isTaken(look: Look): boolean {
  return look.carriers.every(
    ({ carrier, live }) => live !== undefined && (carrier.acceptance?.(live).accepted ?? true),
  );
}

async function taken(server: Server, { carrier, live, object }: Found): Promise<KubeObject | undefined> {
  const { client, context, inputs } = server;
  const judge = carrier.acceptance;
  if (judge === undefined || (live !== undefined && judge(live).accepted)) return live;
  // What was read before the write may still come; its judgement would be about what was there then.
  const generation = live?.metadata.generation ?? 0;
  const holds = (found: KubeObject | undefined): boolean =>
    found !== undefined && (found.metadata.generation ?? 0) >= generation && judge(found).accepted;
  const message = (found: KubeObject | undefined): string =>
    found === undefined ? "it does not exist" : judge(found).message;
  return client.waitFor(refOf(object), holds, {
    timeoutMs: 1000 * inputs.acceptTimeoutSeconds,
    signal: context.signal,
    describe: message,
    onProgress: (found) => {
      context.status(`waiting for the gateway: ${message(found)}`);
    },
  });
}
