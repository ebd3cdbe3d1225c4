import { ledgerName } from "../../../model/vimana/names.js";
import { inOrder } from "../../../model/vimana/rollout/shares.js";
import { versionFault } from "../../../model/vimana/versions.js";
import { markServed } from "../ledger/store.js";
import { accepted } from "./accept.js";
import type { Journal } from "./journal.js";
import { removeObjects } from "./remove.js";
import type { Server } from "./server.js";
import type { Content } from "./write.js";

/**
 * Writes weights and sees them into effect: carriers that are not declared any more go once the others have taken
 * their hosts over, the gateway accepts, and the ledger learns which versions carry weight.
 */
export async function carry(
  server: Server,
  journal: Journal,
  content: Content,
  reason: string,
): Promise<void> {
  await journal.write(content, reason);
  const { leftovers } = journal;
  if (leftovers.length > 0) {
    const { namespace } = server.inputs;
    await removeObjects(
      server,
      leftovers.map((object) => ({ ...object, namespace })),
    );
    journal.tidied();
  }
  journal.look = await accepted(server, journal.look);
}

/** Tells the ledger which versions have calls, so that none of them can be used for something else again. */
export async function tellLedger({ client, context, inputs }: Server, { look }: Journal): Promise<void> {
  const { namespace, fullName } = inputs;
  const versions = inOrder(look.weights).flatMap(([version]) =>
    versionFault(version) === undefined ? [version] : [],
  );
  await markServed(client, { namespace, ledger: ledgerName(fullName), versions }, context);
}
