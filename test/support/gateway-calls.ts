import { Resolver } from "node:dns/promises";
import { request } from "node:http";

/** What a server answers to a request for a host, at an address of a gateway. Undefined when nobody answers. */
export function pageOf(
  host: string,
  { address, port = 80 }: { readonly address: string; readonly port?: number },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = request(
      { host: address, port, headers: { host }, agent: false, timeout: 5000 },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", () => {
          resolve(undefined);
        });
        answer.on("end", () => {
          resolve(answer.statusCode === 200 ? Buffer.concat(chunks).toString("utf8").trim() : undefined);
        });
      },
    );
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => {
      resolve(undefined);
    });
    asked.end();
  });
}

/** Addresses of a name, as one server tells them; none when it does not know the name, or does not answer. */
export async function addressesOf(name: string, server: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers([server]);
  const found = await Promise.all([
    resolver.resolve4(name).catch((): string[] => []),
    resolver.resolve6(name).catch((): string[] => []),
  ]);
  return found.flat().sort();
}
