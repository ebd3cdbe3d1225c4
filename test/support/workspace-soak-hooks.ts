import { z } from "zod";
import type { AuditLog } from "./audit-log.js";

const created = z.looseObject({
  objectRef: z.looseObject({
    resource: z.literal("jobs"),
    namespace: z.string(),
    name: z.string(),
  }),
  responseStatus: z.looseObject({ code: z.literal(201) }),
});

/** Names of the Jobs that a workspace has made in a namespace since the mark, sorted; one that ran twice is there twice. */
export function hookRunsSince(audit: AuditLog, mark: number, namespace: string): string[] {
  return audit
    .ourWritesSince(mark)
    .flatMap((event) => {
      const { data } = created.safeParse(event);
      return data?.objectRef.namespace === namespace ? [data.objectRef.name] : [];
    })
    .sort();
}
