import { createHash } from "node:crypto";
import { base58 } from "@scure/base";

const LENGTH = 13;

/** `<sort>-<13 characters>`, from whose workload it is: short enough for names of interfaces. */
export function workloadId(sort: string, owner: string): string {
  const digest = createHash("md5").update(owner).digest();
  return `${sort}-${base58.encode(digest).slice(0, LENGTH)}`;
}
