import { z } from "zod";

/** `groundplan:registries.<name>`: an OCI registry. */
export const registrySettings = z.strictObject({
  /** Host, with port when it is not 443, as it stands in image references. */
  host: z.string().min(1),
  /** Where requests go when that is not `https://<host>`: a mirror or a plain-HTTP address. */
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  /** File that holds the endpoint, for addresses that are chosen at start. Relative to the project folder. */
  endpointFile: z.string().min(1).optional(),
  /** PEM file of the authority that signed the registry's certificate. */
  caFile: z.string().min(1).optional(),
  username: z.string().min(1).optional(),
  /** File that holds the password; the secret `password` is the alternative. */
  passwordFile: z.string().min(1).optional(),
});
export type RegistrySettings = z.infer<typeof registrySettings>;

/** `groundplan:registriesSecrets.<name>`. */
export const registrySecrets = z.strictObject({
  password: z.string().min(1).optional(),
});
export type RegistrySecrets = z.infer<typeof registrySecrets>;
