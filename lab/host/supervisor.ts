import { Failure } from "../../model/shared/errors.js";
import type { Report } from "../report.js";
import type { LabFolder } from "../state/folder.js";
import { fingerprint, type Daemon } from "./daemon.js";
import { launch, strays } from "./launch.js";
import { logTail } from "./log-tail.js";
import { ask } from "./probes.js";
import { isRunning, type ProcessIdentity } from "./processes.js";
import { logFile, readRecord, writeRecord } from "./records.js";
import { stopProcesses } from "./stop.js";
import { waitUntil } from "./wait.js";

/** A running daemon that fails its probe this long is taken for hung and started anew. */
const HUNG_AFTER_MS = 5000;
const STOP_GRACE_MS = 1000;

/** Keeps a lab's daemons running as described. */
export class Supervisor {
  /** @param hungAfterMs How long a running daemon may fail its probe. Default 5 s. */
  constructor(
    private readonly folder: LabFolder,
    private readonly report: Report,
    private readonly hungAfterMs = HUNG_AFTER_MS,
  ) {}

  /** The process of a daemon on record, undefined when it does not run. */
  running(name: string): ProcessIdentity | undefined {
    const record = readRecord(this.folder, name);
    return record !== undefined && isRunning(record) ? record : undefined;
  }

  /**
   * Brings daemons, all at once, to "runs as described and healthy": what is missing, outdated or hung is
   * started anew, what is well is left alone.
   * @returns Names of those that were started.
   * @throws Failure with the end of the log of the first that does not become healthy in its time.
   */
  async ensure(daemons: readonly Daemon[]): Promise<readonly string[]> {
    const started = await Promise.all(daemons.map((daemon) => this.ensureOne(daemon)));
    return daemons.filter((_, index) => started[index] === true).map((daemon) => daemon.name);
  }

  private async ensureOne(daemon: Daemon): Promise<boolean> {
    const companion = this.companion(daemon);
    const wanted = withCompanion(fingerprint(daemon), companion);
    const record = readRecord(this.folder, daemon.name);
    const current = record !== undefined && isRunning(record) ? record : undefined;
    if (current?.fingerprint === wanted && (await this.becomesHealthy(daemon, this.hungAfterMs)))
      return false;
    const leftovers = [...(current === undefined ? [] : [current]), ...strays(this.folder, daemon, current)];
    await stopProcesses(leftovers, STOP_GRACE_MS);
    await this.refuseStranger(daemon);
    this.report.status(`starting ${daemon.name}`);
    const process = await launch(this.folder, daemon, companion);
    const { name, address, probe } = daemon;
    const startedAt = new Date().toISOString();
    writeRecord(this.folder, { ...process, name, address, probe, startedAt, fingerprint: wanted });
    await this.awaitHealth(daemon, process);
    return true;
  }

  /** With somebody else at its address, a daemon would seem to be healthy. */
  private async refuseStranger(daemon: Daemon): Promise<void> {
    if ((await this.ask(daemon)) !== undefined) return;
    throw new Failure({
      what: `cannot start ${daemon.name}: something else answers there already`,
      where: daemon.address,
      next: `Stop it, or forget the lab's addresses: stop the lab and remove ${this.folder.root}/ports.json`,
    });
  }

  private companion(daemon: Daemon): ProcessIdentity | undefined {
    if (daemon.within === undefined) return undefined;
    const companion = this.running(daemon.within);
    if (companion === undefined) {
      throw new Failure({ what: `${daemon.name} runs within ${daemon.within}, which does not run` });
    }
    return companion;
  }

  private async becomesHealthy(daemon: Daemon, withinMs: number): Promise<boolean> {
    return (await waitUntil(() => this.ask(daemon), withinMs)) === undefined;
  }

  private async awaitHealth(daemon: Daemon, process: ProcessIdentity): Promise<void> {
    const missing = await waitUntil(async () => {
      const wrong = await this.ask(daemon);
      // In this order: an answer only counts while the process that should give it runs.
      if (!isRunning(process)) throw this.startFailure(daemon, "ended right after its start");
      return wrong;
    }, daemon.readyWithinMs);
    if (missing === undefined) return;
    throw this.startFailure(daemon, `is not healthy after ${daemon.readyWithinMs / 1000} s: ${missing}`);
  }

  private startFailure({ name, address }: Daemon, what: string): Failure {
    const log = logFile(this.folder, name);
    return new Failure({
      what: `${name} ${what}`,
      where: address,
      next: `The end of its log ${log}:\n${logTail(log)}`,
    });
  }

  private ask(daemon: Daemon): Promise<string | undefined> {
    return ask(daemon.probe, (name) => this.running(name)?.pid);
  }
}

/** A daemon must move along when the process whose namespaces it shares is a new one. */
function withCompanion(print: string, companion: ProcessIdentity | undefined): string {
  return companion === undefined ? print : `${print}@${companion.pid}.${companion.startTime}`;
}
