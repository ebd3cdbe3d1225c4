import { z } from "zod";

/** `groundplan:clusters.<name>`: how a Kubernetes cluster is reached. One of the two forms is needed. */
export const clusterSettings = z.strictObject({
  /** Path of a kubeconfig file, relative to the project folder. Left out when the secrets hold its text. */
  kubeconfig: z.string().min(1).optional(),
  /** Context inside the kubeconfig. Default: its current context. */
  context: z.string().min(1).optional(),
});
export type ClusterSettings = z.infer<typeof clusterSettings>;

/** `groundplan:clustersSecrets.<name>`. */
export const clusterSecrets = z.strictObject({
  /** The kubeconfig's text, instead of a file. */
  kubeconfig: z.string().min(1).optional(),
  /** Bearer token that replaces the kubeconfig's own credential. */
  token: z.string().min(1).optional(),
});
export type ClusterSecrets = z.infer<typeof clusterSecrets>;
