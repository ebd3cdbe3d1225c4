import { deleteQuorumReached, missingSigners } from "../../../model/reservation/pipeline/quorum.js";
import { challengeOfWorkload } from "../../../model/reservation/sign/challenge.js";
import { quorumReport } from "../../../model/reservation/sign/quorum-report.js";
import { requestPath, SIGNED_NAME } from "../../../model/reservation/sign/request-file.js";
import { signHex } from "../../../model/reservation/sign/signature.js";
import { signingSignature } from "../../../model/reservation/sign/signature-file.js";
import type { SigningSubject } from "../../../model/reservation/sign/subject.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import type { SigningSignature } from "../../../model/reservation/types/signing-signature.js";
import { Failure } from "../../../model/shared/errors.js";
import { goodOnes, secondsOf } from "../reservation-document/count-signatures.js";
import { readSignatures, writeRequest } from "../reservation-document/signature-folder.js";
import type { Site } from "./site.js";

/**
 * Signs the deletion of a workload as it is stored: by the customer, where the seed is here, and by those whose
 * signatures are below `signatures/<resource>/delete/` in the project folder.
 *
 * @throws Failure when that is not enough; the request for the others is then in that folder
 */
export async function signDeletion(site: Site, workload: AnyWorkload): Promise<void> {
  const { client, context } = site;
  const { signingRequestDelete: request, signaturesDelete } = workload;
  if (deleteQuorumReached(request, signaturesDelete)) return;
  if (request.quorumMin === 0) {
    throw new Failure({
      what: "asks for no signature to be deleted, so that explorers never delete it",
      where: `workload ${workload.id} on ${client.where}`,
      next: "It ends with its pool; `pulumi state delete` makes the stack forget it",
    });
  }
  const subject = subjectOf(site, workload);
  const present = new Set(signaturesDelete.map(({ tid }) => tid));
  const added: SigningSignature[] = [];
  for (const signature of [...ownSignature(site, workload), ...(await filedSignatures(site, subject))]) {
    if (present.has(signature.tid)) continue;
    await client.signDelete(workload.id, signature, { signal: context.signal });
    present.add(signature.tid);
    added.push(signature);
  }
  const all = [...signaturesDelete, ...added];
  if (deleteQuorumReached(request, all)) return;
  const path = requestPath(context.resource, "delete");
  if (SIGNED_NAME.test(subject.name)) await writeRequest(subject);
  throw new Failure({
    what: `its deletion needs ${request.quorumMin} signatures and has ${all.length}; missing ${missingSigners(request, all).join(", ")}`,
    where: `workload ${workload.id} on ${client.where}`,
    next: `Have them sign ${path} with \`npx groundplan reservation sign add\`, and delete again`,
  });
}

function ownSignature({ customer, context }: Site, workload: AnyWorkload): readonly SigningSignature[] {
  const { tid, seed } = customer;
  if (seed === undefined || !workload.signingRequestDelete.signers.includes(tid)) return [];
  const { message } = challengeOfWorkload(workload, "delete", tid);
  return [{ tid, signature: signHex(message, seed), epoch: secondsOf(context) }];
}

/** The good signatures among the files; what is wrong with the others is told. */
async function filedSignatures(
  { client, context }: Site,
  subject: SigningSubject,
): Promise<readonly SigningSignature[]> {
  const { signatures: files, problems } = await readSignatures(subject.name, "delete");
  for (const { path, reason } of problems) context.warn(`${path} ${reason}`);
  if (files.length === 0) return [];
  const users = await Promise.all(files.map(({ tid }) => client.user(tid, { signal: context.signal })));
  const keyring = Object.fromEntries(users.flatMap((user) => (user ? [[user.tid, user.publicKey]] : [])));
  const now = secondsOf(context);
  for (const { text } of quorumReport(subject, files, keyring, now).refused) context.warn(text);
  return goodOnes(files, subject, keyring, now).map(signingSignature);
}

function subjectOf({ client, context }: Site, workload: AnyWorkload): SigningSubject {
  const { installation, project, stack } = context.scope;
  return {
    name: context.resource,
    stack: `${installation}/${project}/${stack}`,
    backend: client.where,
    action: "delete",
    object: { kind: "workload", workload },
    expires: 0,
  };
}
