import { z } from "zod";

/** `groundplan:explorers.<name>`: a server that keeps signed workloads and has its nodes carry them out. */
export const explorerSettings = z.strictObject({
  /** Address without `/api/v1`. Plain HTTP only for this machine, unless `insecure` says otherwise. */
  url: z
    .url({ protocol: /^https?$/, error: "must be an address, as https://explorer.example.org" })
    .refine((text) => !/^https?:\/\/[^/]*@/.test(text), "must hold no user name; identities sign instead"),
  /** Whose workloads these are: a name in `groundplan:identities`. Resources may name another one. */
  identity: z.string().min(1).optional(),
  /** PEM file of the authority that signed the explorer's certificate. */
  caFile: z.string().min(1).optional(),
  /** Permits plain HTTP to other machines, where everybody on the way can read and change everything. Default false. */
  insecure: z.boolean().default(false),
});
export type ExplorerSettings = z.infer<typeof explorerSettings>;

/** `groundplan:explorersSecrets.<name>`: none; who asks is proven by identities. */
export const explorerSecrets = z.strictObject({});
export type ExplorerSecrets = z.infer<typeof explorerSecrets>;

const THIS_MACHINE = /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/;

/** Whether requests to an address can be read on their way. */
export function isReadable(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !THIS_MACHINE.test(hostname);
}
