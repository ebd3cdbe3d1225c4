import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readRecord } from "../../lab/host/records.js";
import { stopProcesses } from "../../lab/host/stop.js";
import {
  down,
  hostFacts,
  registryAccess,
  toolboxSource,
  up,
  type RegistryAccess,
} from "../../lab/profiles/index.js";
import type { Report } from "../../lab/report.js";
import { labFiles, labFolder } from "../../lab/state/folder.js";

const DEFAULT_PROFILES = ["cluster", "registry", "git"];

/** What the lab said, for errors; a test run's own output stays readable. */
function silentReport(): Report & { readonly lines: string[] } {
  const lines: string[] = [];
  return { lines, line: (text) => void lines.push(text), status: () => undefined };
}

/** A lab of tests, in a state folder of its own outside the checkout. */
export class TestLab {
  private readonly report = silentReport();

  constructor(
    /** The state folder, absolute. */
    readonly folder: string,
    private readonly profiles: readonly string[],
  ) {}

  get kubeconfig(): string {
    return labFiles(labFolder(this.folder)).kubeconfig;
  }

  get registry(): RegistryAccess {
    return registryAccess(labFolder(this.folder));
  }

  /** Starts what does not run. @returns Names of the daemons that were started. */
  async up(profiles: readonly string[] = this.profiles): Promise<readonly string[]> {
    const { report } = this;
    const request = { host: hostFacts(), tools: toolboxSource(report), report };
    return (await up({ folder: labFolder(this.folder), ...request, profiles })).started;
  }

  /** Kills one daemon with SIGKILL and waits until it is gone. */
  async kill(daemon: string): Promise<void> {
    const record = readRecord(labFolder(this.folder), daemon);
    if (record === undefined) throw new Error(`${daemon} was never started`);
    await stopProcesses([record], 0);
  }

  /** Stops everything. The state folder stays. */
  async down(): Promise<void> {
    await down(labFolder(this.folder), this.report);
  }

  /** Stops everything and removes the state folder. */
  async dispose(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * The lab of this worker of the test run: started by the first test that asks, shared by those that the worker runs
 * one after another, stopped when the run ends.
 * @param profiles Default cluster and registry; `["kubelet"]` brings a real node too, and needs root.
 */
export async function testLab(profiles: readonly string[] = DEFAULT_PROFILES): Promise<TestLab> {
  const { GROUNDPLAN_TEST_LABS: labs, JEST_WORKER_ID: worker } = process.env;
  if (labs === undefined || worker === undefined)
    throw new Error("this project of jest.config.js has no globalSetup for a lab");
  const folder = path.join(labs, worker);
  mkdirSync(folder, { recursive: true });
  const lab = new TestLab(folder, profiles);
  await lab.up();
  return lab;
}

/** A lab of one test file, not started yet; `dispose` it afterwards. */
export function privateLab(profiles: readonly string[] = DEFAULT_PROFILES): TestLab {
  return new TestLab(
    realpathSync(mkdtempSync(path.join(os.tmpdir(), `groundplan-lab-${process.pid}-`))),
    profiles,
  );
}
