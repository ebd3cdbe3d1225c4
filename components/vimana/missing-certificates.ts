import type { Problem } from "../../model/shared/problem.js";
import { pathBelow } from "../../model/shared/property-path.js";
import { hostsNeedingSecrets } from "../../model/vimana/plan.js";
import type { PlannedVimana } from "../../model/vimana/planned.js";
import type { VimanaArgs } from "./args.js";

/**
 * Hosts with `tls.mode: provided` whose certificate is not provided.
 *
 * @param where what holds certificates by host
 */
export function missingCertificates(
  planned: PlannedVimana,
  { certificates = {} }: Pick<VimanaArgs, "certificates">,
  where = "certificates",
): readonly Problem[] {
  return hostsNeedingSecrets(planned)
    .filter((host) => certificates[host] === undefined)
    .map((host) => ({
      path: pathBelow(where, [host]),
      reason: `is missing: certificate and key of ${host}, which "tls.mode: provided" needs`,
    }));
}
