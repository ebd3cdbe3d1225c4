import { z } from "zod";
import { v1Time } from "../common/times.js";
import { v1alphaWorkSpaceSource } from "../environments/source.js";
import { message, optional, required } from "../message.js";
import { anyObject, int64, text, texts } from "../wire.js";
import { v1alphaOperationInitiator } from "./initiator.js";

export const v1alphaRevisionHistory = message("v1alphaRevisionHistory", "A sync that succeeded.", {
  id: required(int64, "Counts up from 0."),
  revision: optional(text, "Revision that was synchronised to."),
  revisions: optional(texts, "Revision of each source, where there are several."),
  source: optional(v1alphaWorkSpaceSource, "Source that was synchronised to."),
  sources: optional(
    z.array(v1alphaWorkSpaceSource),
    "Sources that were synchronised to, where there are several.",
  ),
  deployStartedAt: optional(v1Time, "When the sync began."),
  deployedAt: required(v1Time, "When the sync ended."),
  initiatedBy: optional(v1alphaOperationInitiator, "Who asked for it."),
});
export type V1alphaRevisionHistory = z.infer<typeof v1alphaRevisionHistory>;

export const v1alphaRevisionMetadata = message(
  "v1alphaRevisionMetadata",
  "What a repository says of a revision.",
  {
    author: optional(text, "Who wrote it, as Ada <ada@example.org>."),
    date: optional(v1Time, "When it was written."),
    message: optional(text, "First line of its message, at most 64 characters."),
    tags: optional(texts, "Tags that point to it."),
    signatureInfo: optional(text, "What was found out about its signature."),
    references: optional(z.array(anyObject), "Revisions of other repositories that it was made from."),
    sourceIntegrityResult: optional(
      anyObject,
      "Which rules of integrity it was checked by, and how that ended.",
    ),
  },
);
export type V1alphaRevisionMetadata = z.infer<typeof v1alphaRevisionMetadata>;
