import { verify } from "../../../model/reservation/crypto/ed25519.js";
import { hexBytes } from "../../../model/reservation/scalars/hex.js";
import { utf8 } from "../../../model/reservation/scalars/utf8.js";
import { httpSigningText, parseAuthorization } from "../../../model/reservation/sign/http-signature.js";
import { Refusal, type RouteRequest } from "./refusal.js";
import type { ExplorerWorld } from "./world.js";

/** Whose request it is, by its HTTP signature. */
export function authenticatedUser(world: ExplorerWorld, { headers }: RouteRequest): string {
  const parameters = parseAuthorization(headers["authorization"] ?? "");
  if (parameters === undefined) throw new Refusal(401, "failed to parse signature");
  const { keyId = "", created = "", expires = "", signature = "" } = parameters;
  if (headers["threebot-id"] !== keyId) throw new Refusal(401, "threebot-id does not match the key id");
  const key = hexBytes(world.users.get(keyId) ?? "");
  if (key === undefined || key.length === 0) throw new Refusal(401, `user ${keyId} not found`);
  const text = httpSigningText(keyId, Number(created), headers["date"] ?? "");
  if (!verify(Uint8Array.from(Buffer.from(signature, "base64")), utf8(text), key)) {
    throw new Refusal(401, "signature is invalid");
  }
  if (Math.abs(Number(created) - world.now()) > world.maxSkew || Number(expires) < Number(created)) {
    throw new Refusal(401, `request was signed at ${created} and it is ${world.now()}`);
  }
  return keyId;
}
