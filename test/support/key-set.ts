import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { readRecord } from "../../lab/host/records.js";
import { labFolder } from "../../lab/state/folder.js";
import { gatewayAddress } from "./gateway.js";
import { selfSigned } from "./self-signed.js";

/** The part of a test's lab that says which gateway is meant. */
interface HasFolder {
  readonly folder: string;
}

const KEY_ID = "first";
/** What Envoy trusts when it fetches a key set. */
const TRUSTED = "/etc/ssl/certs/ca-certificates.crt";

/** A JSON Web Key Set on the host, served by TLS that the lab's gateway trusts, and tokens that it proves. */
export class KeySet {
  /** How often it was asked for. */
  asked = 0;
  private readonly trust: string;

  private constructor(
    private readonly lab: HasFolder,
    private readonly server: Server,
    private readonly privateKey: KeyObject,
    /** Its address, as the gateway reaches it. */
    readonly url: string,
  ) {
    this.trust = path.join(lab.folder, "gateway", `trust-${new URL(url).port}.crt`);
  }

  /** Serves a new set. Its maker must `close` it before the lab goes down. */
  static async serve(lab: HasFolder): Promise<KeySet> {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const { certificate, key } = selfSigned("keys.groundplan.test");
    const keys = [{ ...publicKey.export({ format: "jwk" }), kid: KEY_ID, alg: "RS256", use: "sig" }];
    const served: { set?: KeySet } = {};
    const server = createServer({ cert: certificate, key }, (_request, response) => {
      if (served.set !== undefined) served.set.asked++;
      response.setHeader("content-type", "application/json").end(JSON.stringify({ keys }));
    });
    server.listen(0, "0.0.0.0");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the key set has no port");
    const url = `https://${hostAddress(lab)}:${address.port}/keys`;
    const set = new KeySet(lab, server, privateKey, url);
    served.set = set;
    writeFileSync(set.trust, `${readFileSync(TRUSTED, "utf8")}\n${certificate}`);
    set.insideGateway("mount", "--bind", set.trust, TRUSTED);
    return set;
  }

  /** A token with these claims, valid for an hour. */
  token(claims: Readonly<Record<string, unknown>>): string {
    const now = Math.floor(Date.now() / 1000);
    const parts = [
      { alg: "RS256", typ: "JWT", kid: KEY_ID },
      { iat: now, exp: now + 3600, ...claims },
    ];
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    return `${signed}.${createSign("RSA-SHA256").update(signed).sign(this.privateKey, "base64url")}`;
  }

  /** Ends it; the gateway trusts what it trusted before. */
  async close(): Promise<void> {
    this.insideGateway("umount", TRUSTED);
    rmSync(this.trust);
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private insideGateway(...command: readonly string[]): void {
    const edge = readRecord(labFolder(this.lab.folder), "edge");
    if (edge === undefined) throw new Error("the lab has no gateway");
    execFileSync("nsenter", ["--target", String(edge.pid), "--mount", ...command]);
  }
}

/** The host's address in the lab's network. */
function hostAddress(lab: HasFolder): string {
  const network = gatewayAddress(lab).split(".").slice(0, 2).join(".");
  const address = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find((one) => one.address.startsWith(`${network}.`));
  if (address === undefined) throw new Error(`the host has no address in ${network}.0.0/16`);
  return address.address;
}
