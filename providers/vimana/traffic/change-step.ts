import { lostAll } from "../../../model/vimana/rollout/shares.js";
import { describeChange } from "../../../model/vimana/rollout/texts.js";
import type { Look } from "./look.js";
import type { Server } from "./server.js";

/** `weights of cart: 1.0.0 80% → 0%, 1.1.0 20% → 100%; 1.0.0 drains 30 s`. */
export function changeStep(
  { name }: Pick<Server, "name">,
  look: Pick<Look, "weights">,
  after: Look["weights"],
  drainSeconds: number,
): string {
  const lost = lostAll(look.weights, after);
  const drains =
    lost.length === 0 || drainSeconds === 0 ? "" : `; ${lost.join(", ")} drains ${drainSeconds} s`;
  const change = describeChange(look.weights, after);
  return `weights of ${name}: ${change === "" ? "written anew, the shares stay" : change}${drains}`;
}
