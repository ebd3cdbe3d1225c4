import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../model/shared/errors.js";

/** A lock that is held. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes a lock among processes of one machine, and waits for it as long as somebody holds it.
 *
 * The kernel holds it (`flock`) through a child process that ends with this one, whatever ends it, so there is no
 * such thing as a stale lock. Where `flock` does not exist (macOS) nothing is locked: two runs may then do the
 * same work twice, and the atomic publication of results still keeps them from harm.
 * @param holder What those who wait are told about us.
 * @param onWait Told the holder, once, if it is not free right now.
 */
export async function takeLock(
  file: string,
  holder: string,
  onWait: (holder: string) => void,
): Promise<Lock> {
  const lock =
    (await attempt(file, holder, true)) ?? (onWait(holderOf(file)), await attempt(file, holder, false));
  if (lock === undefined) throw new Failure({ what: "flock gave up", where: file });
  return lock;
}

/** Takes the lock if nobody holds it. */
export function tryLock(file: string, holder: string): Promise<Lock | undefined> {
  return attempt(file, holder, true);
}

/** What the present or last holder says about itself. */
export function holderOf(file: string): string {
  try {
    const text = readFileSync(file, "utf8").trim();
    return text === "" ? "another run" : text;
  } catch {
    return "another run";
  }
}

// flock's answer when the lock is taken; its own default, 1, also stands for other faults.
const TAKEN = 73;

async function attempt(file: string, holder: string, atOnce: boolean): Promise<Lock | undefined> {
  let lock: Lock | undefined;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    lock = await holdByChild(file, atOnce);
    if (lock !== undefined) writeFileSync(file, `${holder}\n`);
    return lock;
  } catch (error) {
    await lock?.release();
    if (error instanceof Failure) throw error;
    throw new Failure({
      what: `cannot lock: ${error instanceof Error ? error.message : String(error)}`,
      where: file,
      next: "Make the folder writable, or set XDG_CACHE_HOME to one that is",
      cause: error,
    });
  }
}

function holdByChild(file: string, atOnce: boolean): Promise<Lock | undefined> {
  return new Promise((resolve, reject) => {
    const mode = atOnce ? ["--nonblock", "--conflict-exit-code", String(TAKEN)] : [];
    const child = spawn("flock", ["--exclusive", ...mode, file, "sh", "-c", "echo held; exec cat"], {
      stdio: ["pipe", "pipe", "pipe"],
      // An interrupt typed at the terminal is for the run; the lock follows when the run has ended.
      detached: true,
    });
    const complaints: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    // Writing into the end of a dead child is no event of interest; its exit is.
    child.stdin.on("error", () => undefined);
    const ended = new Promise<void>((done) => {
      child.on("close", () => {
        done();
      });
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve({ release: () => Promise.resolve() });
      else reject(error);
    });
    child.on("close", (code) => {
      if (code === TAKEN) resolve(undefined);
      else reject(new Error(Buffer.concat(complaints).toString("utf8").trim()));
    });
    child.stdout.once("data", () => {
      resolve({
        release: () => {
          child.stdin.end();
          return ended;
        },
      });
    });
  });
}
