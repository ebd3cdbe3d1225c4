import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A certificate and its key, PEM; the certificate is its own authority. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate for host names, valid for a day. */
export function selfSigned(...hosts: readonly string[]): SelfSigned {
  const folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-certificate-"));
  const file = (name: string): string => path.join(folder, name);
  try {
    execFileSync(
      "openssl",
      [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"],
        ...["-subj", "/CN=groundplan-test", "-keyout", file("key.pem"), "-out", file("certificate.pem")],
        ...["-addext", `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(",")}`],
      ],
      { stdio: "pipe" },
    );
    return {
      certificate: readFileSync(file("certificate.pem"), "utf8"),
      key: readFileSync(file("key.pem"), "utf8"),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
