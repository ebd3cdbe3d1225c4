import { contentDiff } from "../../../model/reservation/sign/content-diff.js";
import {
  requestFileSchema,
  staleMembers,
  type RequestFile,
} from "../../../model/reservation/sign/request-file.js";
import type { SignedObject, SigningSubject } from "../../../model/reservation/sign/subject.js";
import type { Problem } from "../../../model/shared/problem.js";
import { formatPropertyPath } from "../../../model/shared/property-path.js";
import { isError } from "../../output.js";
import { readJson } from "../inputs.js";
import { signedObject } from "./signed-object.js";

/** What a request asks to sign, put together anew; absent when the request does not stand. */
export interface ReadRequest {
  readonly subject?: SigningSubject;
  readonly problems: readonly Problem[];
}

/**
 * Reads a request and computes everything in it again, from the object of the checkout or else from the request's own
 * content. Of the request itself only name, stack, back end, action and end are taken; whatever else it says must come
 * out the same.
 *
 * @param contentFile The object in the checkout. A time that it leaves out is the request's.
 */
export function readRequest(file: string, contentFile?: string): ReadRequest {
  const parsed = requestFileSchema.safeParse(readJson(file, "Give a request for signatures"));
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map(({ path, message }) => ({
        path: formatPropertyPath(path.map((step) => (typeof step === "number" ? step : String(step)))),
        reason: `${message.replace(/^Invalid input: /, "")}; the file is no request for signatures`,
      })),
    };
  }
  const request = parsed.data;
  const own = subjectOf(request, request.content);
  if (own.subject === undefined || contentFile === undefined) return own;
  const epoch = request.kind === "workload" ? request.epoch : undefined;
  const { object, problems } = signedObject(readJson(contentFile), epoch);
  if (object === undefined || problems.some(isError)) return { problems };
  const subject = { ...own.subject, object };
  if (staleMembers(request, subject).length === 0) return { subject, problems };
  return { problems: [...problems, ...differences(own.subject.object, object, contentFile)] };
}

function subjectOf(request: RequestFile, content: unknown): ReadRequest {
  const { name, stack, backend, action, expires } = request;
  const { object, problems } = signedObject(content, undefined);
  if (object === undefined || problems.some(isError)) {
    return { problems: problems.map((problem) => ({ ...problem, path: `content: ${problem.path}` })) };
  }
  const subject: SigningSubject = { name, stack, backend, action, expires, object };
  const stale = staleMembers(request, subject).map((path): Problem => ({
    path,
    reason: "is not what the request's own content gives",
    fix: "make the request anew with npx groundplan reservation sign request, and look at it again",
  }));
  return stale.length > 0 ? { problems: stale } : { subject, problems };
}

function differences(
  requested: SignedObject,
  checkedOut: SignedObject,
  contentFile: string,
): readonly Problem[] {
  const lines = contentDiff(requested, checkedOut);
  if (lines.length === 0) return [{ path: "json", reason: `is another text than in ${contentFile}` }];
  return lines.map(({ path, declared = "absent", deployed = "absent" }) => ({
    path,
    reason: `is ${declared} in the request and ${deployed} in ${contentFile}`,
  }));
}
