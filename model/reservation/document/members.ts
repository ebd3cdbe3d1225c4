import { canonicalJson } from "../../shared/json.js";
import { sha256Hex } from "../scalars/hash.js";
import { WORKLOAD_LISTS, type Data } from "../types/data.js";
import { networkSchema } from "../types/network.js";
import { classic, pool } from "../wire/codec.js";

/** What tells a member of a reservation from what it was before, and where it stands. */
export interface MemberDigest {
  readonly list: keyof Data;
  readonly index: number;
  /** SHA-256 of its canonical content, hexadecimal. */
  readonly digest: string;
}

/**
 * A digest of each network and each workload of a reservation. Numbers of workloads do not enter, so that a member
 * stays the same when others come and go.
 */
export function memberDigests(data: Data): readonly MemberDigest[] {
  return [
    ...data.networks.map((network, index): MemberDigest => {
      const content = classic.encode(networkSchema, { ...network, workloadId: "0" }, "empty");
      return { list: "networks", index, digest: digestOf("networks", canonicalJson(content)) };
    }),
    ...WORKLOAD_LISTS.flatMap((list) =>
      data[list].map((workload, index): MemberDigest => {
        const content = pool.encodeWorkload({ ...workload, workloadId: "0" }, "empty");
        return { list, index, digest: digestOf(list, canonicalJson(content)) };
      }),
    ),
  ];
}

/** Whether a reservation has a member of that content. */
export function hasMember(data: Data, digest: string): boolean {
  return memberDigests(data).some((member) => member.digest === digest);
}

function digestOf(list: string, content: string): string {
  return sha256Hex(`groundplan member\n${list}\n${content}`);
}
