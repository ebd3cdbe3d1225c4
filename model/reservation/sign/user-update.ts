import { utf8 } from "../scalars/utf8.js";

/** A user as an update sends it. */
export interface UserUpdate {
  /** Decimal. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly host: string;
  readonly description: string;
  /** Public key, hexadecimal. */
  readonly pubkey: string;
}

/** The bytes that a user signs to change the own record: the fields one after the other. */
export function userUpdateMessage({ id, name, email, host, description, pubkey }: UserUpdate): Uint8Array {
  return utf8(`${id}${name}${email}${host}${description}${pubkey}`);
}
