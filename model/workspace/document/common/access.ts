import { z } from "zod";
import { items, message, optional, required } from "../message.js";
import { bytes, flag, int64, text } from "../wire.js";

/** How callers prove who they are, and how servers are trusted. */

export const v1alphaJWTToken = message(
  "v1alphaJWTToken",
  "A token that was issued; the token itself is not kept.",
  {
    iat: required(int64, "When it was issued, in seconds since 1970."),
    exp: optional(int64, "When it ends, in seconds since 1970; absent or 0: never."),
    id: optional(text, "Id of the token."),
  },
);
export type V1alphaJWTToken = z.infer<typeof v1alphaJWTToken>;

export const v1alphaJWTTokens = message("v1alphaJWTTokens", "Tokens that were issued.", {
  items: items(v1alphaJWTToken, "The tokens."),
});
export type V1alphaJWTTokens = z.infer<typeof v1alphaJWTTokens>;

export const v1alphaTLSClientConfig = message("v1alphaTLSClientConfig", "How a connection by TLS is made.", {
  insecure: optional(flag, "Whether the server's certificate is not checked; for tests only."),
  serverName: optional(
    text,
    "Name that the server's certificate is checked against. Default: its host name.",
  ),
  caData: optional(bytes, "Authorities that the server's certificate may come from: PEM in base64."),
  certData: optional(bytes, "The client's certificate: PEM in base64."),
  keyData: optional(bytes, "The client's private key: PEM in base64.", { writeOnly: true }),
});
export type V1alphaTLSClientConfig = z.infer<typeof v1alphaTLSClientConfig>;
