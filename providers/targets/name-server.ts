import type { DnsClient, TsigKey } from "../../clients/dns/types.js";
import { Failure } from "../../model/shared/errors.js";
import {
  nameServerSecrets,
  nameServerSettings,
  type NameServerSecrets,
  type NameServerSettings,
} from "../../model/shared/targets/name-server.js";
import type { TargetType } from "../runtime/target.js";
import { settingFile } from "./setting-file.js";

/** A name server that resources work on. */
export interface OpenNameServer {
  readonly name: string;
  readonly client: DnsClient;
  readonly port: number;
  /** What signs. Secret. */
  readonly key: TsigKey;
  /** Domains in which every stack may have names. */
  readonly zones: readonly string[];
}

/** `groundplan:nameServers`: DNS servers. Paths are relative to the project folder, where providers run. */
export const nameServerTarget: TargetType<OpenNameServer, NameServerSettings, NameServerSecrets> = {
  key: "nameServers",
  settings: nameServerSettings,
  secrets: nameServerSecrets,
  async connect(name, settings, secrets) {
    const where = `groundplan:nameServers.${name}`;
    const [host, key] = await Promise.all([
      settings.address ?? settingFile(`${where}.addressFile`, settings.addressFile),
      tsigKey(name, settings, secrets),
    ]);
    if (host === undefined) {
      throw new Failure({
        what: "has no address",
        where,
        next: `Set it with \`pulumi config set --path '${where}.address' <address>\``,
      });
    }
    const { connectNameServer } = await import("../../clients/dns/connect.js");
    const { port, zones } = settings;
    return { name, client: connectNameServer({ host, port, key }), port, key, zones };
  },
};

async function tsigKey(
  name: string,
  { key, algorithm, secretFile }: NameServerSettings,
  secrets: NameServerSecrets | undefined,
): Promise<TsigKey> {
  const fileAt = `groundplan:nameServers.${name}.secretFile`;
  const secretAt = `groundplan:nameServersSecrets.${name}.secret`;
  const text = secrets?.secret ?? (await settingFile(fileAt, secretFile));
  if (text === undefined) {
    throw new Failure({
      what: "has no key to sign with",
      where: `groundplan:nameServers.${name}`,
      next: `Name its file as secretFile, or keep it with \`pulumi config set --secret --path '${secretAt}'\``,
    });
  }
  const secret = Buffer.from(text.trim(), "base64");
  // Node's decoder skips what is no Base64; such a text is no key that another program would read the same way.
  if (secret.length === 0 || secret.toString("base64") !== text.trim()) {
    throw new Failure({
      what: "is not Base64; the value is secret and not shown",
      where: secrets?.secret === undefined ? fileAt : secretAt,
      next: "Make a key with `tsig-keygen`, or 32 random bytes in Base64",
    });
  }
  return { name: key, algorithm, secret };
}
