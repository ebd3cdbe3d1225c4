import { z } from "zod";
import { items, message, optional } from "../message.js";
import { flag, int64, text, texts } from "../wire.js";

/** Messages of AccountService. */

export const accountToken = message("accountToken", "A token of an account; the token itself is not kept.", {
  id: optional(text, "Id of the token."),
  issuedAt: optional(int64, "When it was issued, in seconds since 1970."),
  expiresAt: optional(int64, "When it ends, in seconds since 1970; 0: never."),
});
export type AccountToken = z.infer<typeof accountToken>;

export const accountAccount = message("accountAccount", "Someone who may use the service.", {
  name: optional(text, "Name."),
  enabled: optional(flag, "Whether the account may be used."),
  capabilities: optional(texts, "What it is for: login, apiKey."),
  tokens: optional(z.array(accountToken), "Tokens that were issued for it."),
});
export type AccountAccount = z.infer<typeof accountAccount>;

export const accountAccountsList = message("accountAccountsList", "A list of accounts.", {
  items: items(accountAccount, "The accounts."),
});
export type AccountAccountsList = z.infer<typeof accountAccountsList>;

export const accountCheckResponse = message("accountCheckResponse", "Whether the caller may do something.", {
  value: optional(z.enum(["yes", "no"]), "The answer."),
});
export type AccountCheckResponse = z.infer<typeof accountCheckResponse>;

export const accountCreateTokenRequest = message("accountCreateTokenRequest", "Asks for a token.", {
  name: optional(text, "Name of the account."),
  id: optional(text, "Id of the token. Default: a random one."),
  expiresIn: optional(int64, "Seconds until it ends; 0: never."),
});
export type AccountCreateTokenRequest = z.infer<typeof accountCreateTokenRequest>;

export const accountCreateTokenResponse = message("accountCreateTokenResponse", "A new token.", {
  token: optional(text, "The token."),
});
export type AccountCreateTokenResponse = z.infer<typeof accountCreateTokenResponse>;

export const accountUpdatePasswordRequest = message(
  "accountUpdatePasswordRequest",
  "Asks for another password.",
  {
    name: optional(text, "Name of the account. Default: the caller's."),
    currentPassword: optional(text, "Password of the caller.", { writeOnly: true }),
    newPassword: optional(text, "Password that the account shall have.", { writeOnly: true }),
  },
);
export type AccountUpdatePasswordRequest = z.infer<typeof accountUpdatePasswordRequest>;

export const accountUpdatePasswordResponse = message(
  "accountUpdatePasswordResponse",
  "The password was changed.",
  {},
);
export type AccountUpdatePasswordResponse = z.infer<typeof accountUpdatePasswordResponse>;

export const accountEmptyResponse = message("accountEmptyResponse", "The token was deleted.", {});
export type AccountEmptyResponse = z.infer<typeof accountEmptyResponse>;
