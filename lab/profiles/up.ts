import path from "node:path";
import { Failure } from "../../model/shared/errors.js";
import { Supervisor } from "../host/supervisor.js";
import type { Report } from "../report.js";
import type { LabFolder } from "../state/folder.js";
import { takeLock } from "../toolbox/lock.js";
import type { ToolSource } from "./lab.js";
import type { HostFacts } from "./profile.js";
import { selectProfiles } from "./table.js";

/** What `up` needs to know. */
export interface UpRequest {
  readonly folder: LabFolder;
  readonly host: HostFacts;
  readonly tools: ToolSource;
  readonly report: Report;
  /** Profile names; empty stands for all that this host can run. */
  readonly profiles: readonly string[];
}

/** What `up` did. */
export interface UpResult {
  /** Profiles that are up now. */
  readonly profiles: readonly string[];
  /** Daemons that had to be started; none when everything was well before. */
  readonly started: readonly string[];
}

/**
 * Brings profiles up. It may be repeated at any time: what runs and is healthy stays as it is, what is missing,
 * dead, hung or outdated is started anew. Two at once in one lab wait for each other.
 * @throws Failure when a profile does not come up, with the end of the log that tells why.
 */
export async function up(request: UpRequest): Promise<UpResult> {
  const { folder, report, tools, host } = request;
  const { start, leftOut } = selectProfiles(request.profiles, host);
  for (const { profile, reason } of leftOut)
    report.line(`left out: ${profile.name} (${profile.summary}) ${reason}`);
  const lock = await labLock(folder, "up", report);
  try {
    const lab = { folder, report, tools, supervisor: new Supervisor(folder, report) };
    const started: string[] = [];
    for (const profile of start) {
      const inTheWay = profile.conflicts.find((name) => lab.supervisor.running(name) !== undefined);
      if (inTheWay !== undefined) {
        throw new Failure({
          what: `cannot run beside ${inTheWay}, which runs already`,
          where: `profile ${profile.name}`,
          next: "Stop the lab first",
        });
      }
      started.push(...(await profile.up(lab)));
    }
    return { profiles: start.map(({ name }) => name), started };
  } finally {
    report.status("");
    await lock.release();
  }
}

/** One operation at a time in a lab; the kernel takes the lock back from a killed process. */
export function labLock(folder: LabFolder, operation: string, report: Report): ReturnType<typeof takeLock> {
  return takeLock(path.join(folder.root, "lock"), `${operation} of process ${process.pid}`, (holder) => {
    report.status(`waiting for ${holder}`);
  });
}
