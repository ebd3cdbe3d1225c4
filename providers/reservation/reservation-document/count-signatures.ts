import {
  quorumReport,
  type Keyring,
  type QuorumReport,
} from "../../../model/reservation/sign/quorum-report.js";
import { signSubject, type SignatureFile } from "../../../model/reservation/sign/signature-file.js";
import { requestOf, type SigningSubject } from "../../../model/reservation/sign/subject.js";
import { Failure } from "../../../model/shared/errors.js";
import type { KindContext } from "../../runtime/context.js";
import { identityTarget, type SigningIdentity } from "../../targets/identity.js";
import { readSignatures } from "./signature-folder.js";

/** Who may sign, by the names of identities. */
export interface Signers {
  readonly customer: string | undefined;
  readonly signers: readonly string[];
}

/** How far a request is. */
export interface Counted {
  readonly report: QuorumReport;
  /** The signatures that count. */
  readonly good: readonly SignatureFile[];
  /** Who orders, as far as that is known here. */
  readonly customer: SigningIdentity | undefined;
  /** A line each: signatures that do not count, identities that cannot be read. */
  readonly remarks: readonly string[];
}

/** Unix seconds. */
export function secondsOf({ now }: Pick<KindContext, "now">): number {
  return Math.floor(now() / 1000);
}

/**
 * Counts the signatures of the project folder. The customer's own is given here, where it is asked for and the seed is
 * at hand.
 */
export async function countSignatures(
  context: KindContext,
  subject: SigningSubject,
  { customer, signers }: Signers,
): Promise<Counted> {
  const names = [...new Set([...signers, ...(customer === undefined ? [] : [customer])])];
  const read = await Promise.all(names.map((name) => identityOf(context, name)));
  const identities = read.flatMap(({ identity }) => (identity === undefined ? [] : [identity]));
  const keyring: Keyring = Object.fromEntries(identities.map(({ tid, publicKey }) => [tid, publicKey]));
  const { signatures: files, problems } = await readSignatures(subject.name, subject.action);
  const now = secondsOf(context);
  const own = identities.find(({ name }) => name === customer);
  const found = quorumReport(subject, files, keyring, now);
  const asked = own !== undefined && found.missing.includes(own.tid) && !found.reached;
  const all =
    asked && own.seed !== undefined
      ? [...files, signSubject(subject, { tid: own.tid, seed: own.seed }, now)]
      : files;
  const report = all === files ? found : quorumReport(subject, all, keyring, now);
  return {
    report,
    good: goodOnes(all, subject, keyring, now),
    customer: own,
    remarks: [
      ...report.refused.map(({ text }) => `${text}, and does not count`),
      ...problems.map(({ path, reason }) => `${path} ${reason}`),
      ...read.flatMap(({ fault }) => (fault === undefined ? [] : [fault])),
    ],
  };
}

/** One signature of each signer that counts by itself. */
export function goodOnes(
  files: readonly SignatureFile[],
  subject: SigningSubject,
  keyring: Keyring,
  now: number,
): readonly SignatureFile[] {
  const { signers } = requestOf(subject.object, subject.action);
  return [...new Set(signers)].flatMap((tid) => {
    const good = files.find(
      (file) => file.tid === tid && quorumReport(subject, [file], keyring, now).signed.includes(tid),
    );
    return good === undefined ? [] : [good];
  });
}

/** An identity that is gone from the settings, or whose file is, can sign no more; others still can. */
async function identityOf(
  context: KindContext,
  name: string,
): Promise<{ readonly identity?: SigningIdentity; readonly fault?: string }> {
  try {
    return { identity: await context.target(identityTarget, name) };
  } catch (error) {
    if (error instanceof Failure)
      return { fault: `signatures of ${name} cannot be checked: ${error.message}` };
    throw error;
  }
}
