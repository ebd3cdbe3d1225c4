import { authorizedLine } from "../../../model/gateway/tunnel/authorized-line.js";
import { ownerMark } from "../../../model/shared/ownership.js";
import type { NodeWorkload } from "../../node/definition.js";
import { workloadId } from "../../node/workload-id.js";
import { dialledAt } from "../dialled-at.js";
import type { GatewayReverseProxyInputs, GatewayReverseProxyOutputs } from "../reverse-proxy.js";
import { domainClaim } from "../routes/domain-claim.js";
import { ROUTES_TOGETHER } from "../routes/together.sh.js";
import { reverseProxyAsFound } from "./as-found.js";
import { rememberPrivateKey } from "./derived-keys.js";
import { reverseProxyFound, type ReverseProxyFound } from "./found.js";
import { REVERSE_PROXY_ENSURE } from "./scripts/ensure.sh.js";
import { REVERSE_PROXY_INSPECT } from "./scripts/inspect.sh.js";
import { REVERSE_PROXY_REMOVE } from "./scripts/remove.sh.js";
import { tunnelKeys } from "./tunnel-keys.js";

const SORT = "reverseproxy";

/** A domain on a Linux node that is forwarded to a tunnel. */
export const reverseProxyOnNode: NodeWorkload<
  GatewayReverseProxyInputs,
  ReverseProxyFound,
  GatewayReverseProxyOutputs
> = {
  sort: SORT,
  order: 50,
  secretInputs: ["secret"],
  ensure: REVERSE_PROXY_ENSURE,
  inspect: REVERSE_PROXY_INSPECT,
  remove: REVERSE_PROXY_REMOVE,
  together: ROUTES_TOGETHER,
  claims: domainClaim,
  parameters: async ({ node: name, domain, secret, tunnelAddress }, node, context) => {
    const id = workloadId(SORT, ownerMark(context.scope, context.resource));
    const keys = await tunnelKeys(secret, id);
    rememberPrivateKey(keys);
    return {
      domain,
      host: tunnelAddress ?? (await dialledAt(context, name, node)),
      key_line: authorizedLine({
        publicKey: keys.publicKey,
        httpPort: "@http",
        tlsPort: "@tls",
        workloadId: id,
      }),
    };
  },
  found: reverseProxyFound,
  asFound: reverseProxyAsFound,
  steps: (old, { domain = "a domain", node = "the node" }) =>
    old === undefined ? [`forward ${domain} on ${node} to a tunnel`] : [],
};
