import { z } from "zod";
import { askPulumi, type PulumiCall } from "./pulumi.js";

const deployment = z.looseObject({
  deployment: z
    .looseObject({
      pending_operations: z
        .array(z.looseObject({ type: z.string(), resource: z.looseObject({ urn: z.string() }) }))
        .nullish(),
    })
    .nullish(),
});

/**
 * Clears operations that a killed engine left as pending. To be called after an update has converged: creation
 * adopts what exists, so by then nothing stands behind such an entry any more.
 *
 * The engine clears them when a state is imported; the text goes from pipe to pipe and its secrets stay
 * encrypted.
 * @returns The URNs that were pending.
 */
export async function clearPendingOperations(call: PulumiCall, stack: string): Promise<readonly string[]> {
  const text = await askPulumi(call, ["stack", "export", "--stack", stack]);
  const pending = deployment.parse(JSON.parse(text)).deployment?.pending_operations ?? [];
  if (pending.length === 0) return [];
  await askPulumi(call, ["stack", "import", "--stack", stack], { input: text });
  return pending.map((operation) => operation.resource.urn);
}
