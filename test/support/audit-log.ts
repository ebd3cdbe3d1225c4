import { closeSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const auditEvent = z.looseObject({
  verb: z.string(),
  requestURI: z.string(),
  userAgent: z.string().optional(),
  responseStatus: z.looseObject({ code: z.number().optional() }).optional(),
});
/** One request as the API server recorded it. */
export type AuditEvent = z.infer<typeof auditEvent>;

const WRITES = new Set(["create", "update", "patch", "delete", "deletecollection"]);
/** How the lab's programs call themselves: the client library, and the plugin for Kubernetes objects. */
const OUR_AGENTS = /^(groundplan|pulumi-)/;

/** The API server's audit log, read from a mark onwards. */
export class AuditLog {
  private readonly file: string;

  constructor(labFolder: string) {
    this.file = path.join(labFolder, "cluster", "audit.log");
  }

  /** Where the log ends now. */
  mark(): number {
    return statSync(this.file).size;
  }

  /** Requests recorded since the mark; a line that is still being written counts with the next call. */
  since(mark: number): AuditEvent[] {
    const text = this.textFrom(mark);
    const complete = text.slice(0, text.lastIndexOf("\n") + 1);
    return complete
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => auditEvent.parse(JSON.parse(line)));
  }

  private textFrom(mark: number): string {
    const file = openSync(this.file, "r");
    try {
      const bytes = Buffer.alloc(Math.max(0, statSync(this.file).size - mark));
      return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, mark));
    } finally {
      closeSync(file);
    }
  }

  /** Requests of ours since the mark that changed something: no reads, no dry runs, no access reviews. */
  ourWritesSince(mark: number): AuditEvent[] {
    return this.since(mark).filter(
      (event) =>
        WRITES.has(event.verb) &&
        OUR_AGENTS.test(event.userAgent ?? "") &&
        !event.requestURI.includes("dryRun=") &&
        !event.requestURI.includes("/authorization.k8s.io/"),
    );
  }
}
