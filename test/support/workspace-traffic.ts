import { z } from "zod";
import type { AuditEvent, AuditLog } from "./audit-log.js";

const about = z.looseObject({
  objectRef: z.looseObject({ resource: z.string(), name: z.string().optional() }).optional(),
});

const RECORD = /^configmaps\/groundplan-workspace-/;

/** Objects that a workspace has created since the mark, in the order of the answers: `configmaps/settings`. */
export function createdSince(audit: AuditLog, mark: number): string[] {
  return named(audit, mark, (event) => event.verb === "patch" && event.responseStatus?.code === 201);
}

/** Objects that a workspace has written or deleted since the mark, sorted, each once. */
export function touchedSince(audit: AuditLog, mark: number): string[] {
  return [...new Set(named(audit, mark, () => true))].sort();
}

/** Objects that a workspace has asked to delete since the mark. */
export function deletedSince(audit: AuditLog, mark: number): string[] {
  return named(audit, mark, ({ verb }) => verb === "delete");
}

/** The record that a workspace keeps of its own work is left out. */
function named(audit: AuditLog, mark: number, isMeant: (event: AuditEvent) => boolean): string[] {
  return audit
    .ourWritesSince(mark)
    .filter(isMeant)
    .map((event) => {
      const { objectRef } = about.parse(event);
      return `${objectRef?.resource ?? ""}/${objectRef?.name ?? ""}`;
    })
    .filter((name) => !RECORD.test(name));
}

/**
 * The lines of a plan as a preview shows them, without what stands around them: `+ Sync wave 0 create ConfigMap a/b`.
 * What is kept has no phase and is left out.
 */
export function planLines(output: string): string[] {
  return [...output.matchAll(/[-+~▶] (?:PreSync|Sync|PostSync|SyncFail) wave -?\d+ {2}.*$/gm)].map(([line]) =>
    line.trim().replace(/ +/g, " "),
  );
}
