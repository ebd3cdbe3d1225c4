import { DnsError } from "./errors.js";
import type { TsigVerdict } from "./tsig.js";
import type { TsigKey } from "./types.js";

const RCODE = {
  servfail: 2,
  nxdomain: 3,
  refused: 5,
  yxdomain: 6,
  yxrrset: 7,
  nxrrset: 8,
  notauth: 9,
} as const;
/** Answers that tell of prerequisites of an update. */
const PREREQUISITES: ReadonlySet<number> = new Set([
  RCODE.nxdomain,
  RCODE.yxdomain,
  RCODE.yxrrset,
  RCODE.nxrrset,
]);
const NAMES: Readonly<Record<number, string>> = { 1: "FORMERR", 2: "SERVFAIL", 4: "NOTIMP", 10: "NOTZONE" };
/** What a server says of a signature. */
const TSIG = { badSignature: 16, badKey: 17, badTime: 18 } as const;

/** What was asked, for messages. */
export interface Asked {
  /** `the record shop.example.com on name server 192.0.2.1:53` */
  readonly where: string;
  readonly key: TsigKey;
  readonly isUpdate: boolean;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** The error that an answer stands for; undefined when the server did what was asked. */
export function refusalOf(
  rcode: number,
  verdict: TsigVerdict | undefined,
  asked: Asked,
): DnsError | undefined {
  const { where, key, isUpdate } = asked;
  if (verdict !== undefined && verdict.error !== 0) return signatureRefused(verdict, asked);
  if (rcode === RCODE.refused && isUpdate) {
    return new DnsError("Unauthorized", {
      what: `the server knows the key ${key.name} and does not let it change this`,
      where,
      next: "Permit the key to update the zone, as GatewayNameServer does",
    });
  }
  if (rcode === RCODE.refused || rcode === RCODE.notauth) {
    return new DnsError("NotAuthoritative", {
      what: "the server does not answer for it",
      where,
      next: "Check the zones of the name server",
    });
  }
  if (rcode === RCODE.servfail) {
    return new DnsError("Unavailable", {
      what: "the server has a fault of its own (SERVFAIL)",
      where,
      next: "See the server's log",
    });
  }
  if (rcode !== 0 && !PREREQUISITES.has(rcode)) {
    return new DnsError("Invalid", {
      what: `the server does not take the message (${NAMES[rcode] ?? `code ${rcode}`})`,
      where,
    });
  }
  // Without a right signature, somebody else may have answered.
  if (verdict?.valid !== true) {
    return new DnsError("BadAnswer", {
      what: `the answer is not signed by the key ${key.name}`,
      where,
      next: "Check that nothing between here and the server changes messages",
    });
  }
  if (!isUpdate || rcode === 0) return undefined;
  return new DnsError("Prerequisite", { what: "somebody else was faster, or it is not as it was", where });
}

function signatureRefused({ error, serverTime }: TsigVerdict, { where, key, now }: Asked): DnsError {
  const { name, algorithm } = key;
  switch (error) {
    case TSIG.badKey:
      return new DnsError("Unauthorized", {
        what: `the server knows no key ${name} for ${algorithm}`,
        where,
        next: "Correct key and algorithm of the name server in the stack's configuration",
      });
    case TSIG.badSignature:
      return new DnsError("Unauthorized", {
        what: `the server has another secret for the key ${name}, or uses another algorithm than ${algorithm}`,
        where,
        next: "Correct the secret of the name server in the stack's configuration",
      });
    case TSIG.badTime: {
      const apart = serverTime === undefined ? "" : `: they are ${Math.abs(serverTime - now)} s apart`;
      return new DnsError("Unauthorized", {
        what: `the server's clock and ours differ too much for signed messages${apart}`,
        where,
        next: "Set the clocks of both machines",
      });
    }
    default:
      return new DnsError("Unauthorized", {
        what: `the server refuses the signature by the key ${name} (TSIG error ${error})`,
        where,
      });
  }
}
