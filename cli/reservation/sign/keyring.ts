import { parseDocument } from "yaml";
import { isInt64Text } from "../../../model/reservation/scalars/int64.js";
import { publicKeyFault } from "../../../model/reservation/sign/public-key.js";
import type { Keyring } from "../../../model/reservation/sign/quorum-report.js";
import { Failure } from "../../../model/shared/errors.js";
import { isObject } from "../../../model/shared/json.js";
import type { Problem } from "../../../model/shared/problem.js";
import { readBytes } from "../inputs.js";

/**
 * Public keys by the ids of their users, from YAML or JSON. Every scalar is read as text: ids of 64 bits keep their
 * digits, and a key of decimal digits alone is no number.
 *
 * @throws Failure when the file is no such mapping.
 */
export function readKeyring(file: string): {
  readonly keyring: Keyring;
  readonly problems: readonly Problem[];
} {
  const text = readBytes(file, "Give a YAML or JSON file of public keys by id").toString("utf8");
  const document = parseDocument(text, { schema: "failsafe", prettyErrors: false });
  const [fault] = document.errors;
  const content: unknown = fault === undefined ? document.toJS() : undefined;
  if (!isObject(content)) {
    throw new Failure({
      what: `is no keyring${fault === undefined ? "" : `: ${fault.message}`}`,
      where: file,
      next: 'Write one line a signer, such as 7: "<public key, 64 hexadecimal digits>"',
    });
  }
  const keys = Object.entries(content).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    keyring: Object.fromEntries(keys),
    problems: [...Object.entries(content).flatMap(entryProblems), ...sharedKeyProblems(keys)],
  };
}

function entryProblems([tid, key]: [string, unknown]): readonly Problem[] {
  if (!isInt64Text(tid)) return [{ path: `keyring: ${tid}`, reason: "is no user's id" }];
  const fault = typeof key === "string" ? publicKeyFault(key) : "must be text";
  return fault === undefined ? [] : [{ path: `keyring: ${tid}`, reason: fault }];
}

/** One person with two ids would count twice. */
function sharedKeyProblems(keys: readonly (readonly [string, string])[]): readonly Problem[] {
  const first = new Map<string, string>();
  return keys.flatMap(([tid, key]) => {
    const other = first.get(key.toLowerCase());
    if (other === undefined) {
      first.set(key.toLowerCase(), tid);
      return [];
    }
    return [{ path: `keyring: ${tid}`, reason: `is the key of ${other}, too; one key is one signer` }];
  });
}
