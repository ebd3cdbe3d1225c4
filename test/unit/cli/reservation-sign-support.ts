import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { hexText } from "../../../model/reservation/scalars/hex.js";
import { publicKeyOfSigner } from "../../../model/reservation/sign/signature-file.js";
import { groundplan, type Ran } from "./run.js";

/** A seed that belongs to a name and nobody else. */
export function seedOf(name: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`seed of ${name}`).digest());
}

/** A volume that three may sign. */
export const VOLUME = {
  workload_type: 2,
  workload_id: 1,
  node_id: "node1",
  customer_tid: 7,
  epoch: 1582937602,
  size: 10,
  type: 1,
  signing_request_provision: { signers: [7, 11, 14], quorum_min: 3 },
  signing_request_delete: { signers: [7, 11], quorum_min: 2 },
};

/** A reservation of a volume that any two of three may sign. */
export const RESERVATION = {
  id: 42,
  customer_tid: 7,
  data_reservation: {
    description: "a shop",
    signing_request_provision: { signers: [7, 11, 14], quorum_min: 2 },
    signing_request_delete: { signers: [7, 11, 14], quorum_min: 2 },
    volumes: [{ workload_id: 1, node_id: "node1", size: 10, type: 1 }],
    expiration_provisioning: 4000000000,
    expiration_reservation: 4000000001,
  },
};

const STACK = ["--stack", "abc123/groundplan/prod", "--name", "shop"];

/** A checkout in a temporary folder, and the commands that signers run in it. */
export class Checkout {
  readonly folder = mkdtempSync(path.join(tmpdir(), "groundplan-sign-"));
  readonly signatures = this.at("signatures");

  at(...steps: string[]): string {
    return path.join(this.folder, ...steps);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  file(name: string, content: unknown): string {
    const file = this.at(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  }

  requestFile(action = "provision"): string {
    return this.at("signatures", "shop", action, "request.json");
  }

  signatureFile(tid: string, action = "provision"): string {
    return this.at("signatures", "shop", action, `${tid}.json`);
  }

  seedFile(name: string): string {
    return this.file(`seed-${name}`, `${hexText(seedOf(name))}\n`);
  }

  keyring(change: Readonly<Record<string, string>> = {}): string {
    const keys = ["7", "11", "14", "99"].map((tid) => [tid, publicKeyOfSigner(seedOf(tid))]);
    return this.file("keys.json", { ...Object.fromEntries(keys), ...change });
  }

  request(object: unknown, ...options: string[]): Promise<Ran> {
    const action = options.includes("--action") ? [] : ["--action", "provision"];
    const file = this.file("object.json", object);
    return this.sign("request", file, ...STACK, ...action, "--out", this.signatures, ...options);
  }

  show(...options: string[]): Promise<Ran> {
    return this.sign("show", this.requestFile(), ...options);
  }

  add(tid: string, ...options: string[]): Promise<Ran> {
    return this.addTo("provision", tid, ...options);
  }

  addTo(action: string, tid: string, ...options: string[]): Promise<Ran> {
    const seed = options.includes("--seed-file") ? [] : ["--seed-file", this.seedFile(tid)];
    const where = [this.requestFile(action), "--tid", tid, "--dir", this.signatures];
    return this.sign("add", ...where, ...seed, ...options);
  }

  verify(...options: string[]): Promise<Ran> {
    return this.verifyOf("provision", ...options);
  }

  verifyOf(action: string, ...options: string[]): Promise<Ran> {
    const keys = options.includes("--keys") ? [] : ["--keys", this.keyring()];
    return this.sign("verify", this.requestFile(action), "--dir", this.signatures, ...keys, ...options);
  }

  sign(...argv: string[]): Promise<Ran> {
    return groundplan("reservation", "sign", ...argv);
  }
}
