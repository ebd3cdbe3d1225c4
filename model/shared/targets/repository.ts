import { z } from "zod";
import { parseGoDuration } from "../duration.js";

const timeout = z.string().superRefine((text, context) => {
  const parsed = parseGoDuration(text);
  const message = parsed.ok ? (parsed.seconds > 0 ? undefined : "must be longer than 0") : parsed.reason;
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/** `groundplan:repositories.<name>`: a git repository, or with `template` the credentials of many. */
export const repositorySettings = z.strictObject({
  /** Address: https, ssh, `user@host:path` or a file; of a template, what the addresses begin with. */
  url: z.string().min(1).optional(),
  /** File that holds the address, for one that is chosen at start. Relative to the project folder. */
  urlFile: z.string().min(1).optional(),
  /** Only git so far. */
  type: z.literal("git").default("git"),
  /** Credentials for every repository whose address begins with `url` and that has none itself. Default false. */
  template: z.boolean().default(false),
  username: z.string().min(1).optional(),
  /** File that holds the password or token; the secret `password` is the alternative. */
  passwordFile: z.string().min(1).optional(),
  /** For ssh: the server's public keys as `ssh-keyscan` prints them. Any other key is refused. */
  hostKeys: z.array(z.string().min(1)).default([]),
  /** PEM file of the authority that signed the server's certificate. Default: those of the system. */
  caFile: z.string().min(1).optional(),
  /** Go duration that one git command may take. */
  timeout: timeout.default("2m"),
});
export type RepositorySettings = z.infer<typeof repositorySettings>;

/** `groundplan:repositoriesSecrets.<name>`. */
export const repositorySecrets = z.strictObject({
  /** Password or access token, for https. */
  password: z.string().min(1).optional(),
  /** Private key without a passphrase, for ssh. */
  sshPrivateKey: z.string().min(1).optional(),
  /** Certificate and key that the client shows, PEM, for https. */
  tlsClientCertData: z.string().min(1).optional(),
  tlsClientCertKey: z.string().min(1).optional(),
});
export type RepositorySecrets = z.infer<typeof repositorySecrets>;
