/** One way to authenticate that a server offers in `WWW-Authenticate`. */
export interface Challenge {
  /** Lower case: `basic`, `bearer`. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
const PARAMETER = new RegExp(`^(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))`);
const SCHEME = new RegExp(`^(${TOKEN})(?=[ \\t,]|$)`);

/** Parses `WWW-Authenticate` (RFC 9110, 11.6.1): several challenges, several parameters each. Nonsense ends the list. */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let rest = header.replace(/^[\s,]+/, "");
  while (rest !== "") {
    const [parameter = "", key = "", quoted, plain] = PARAMETER.exec(rest) ?? [];
    const current = challenges.at(-1);
    if (parameter !== "" && current !== undefined) {
      current.parameters.set(key.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? plain ?? "");
      rest = rest.slice(parameter.length).replace(/^[\s,]+/, "");
      continue;
    }
    const [scheme = ""] = SCHEME.exec(rest) ?? [];
    if (scheme === "") break;
    challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    rest = rest.slice(scheme.length).replace(/^[\s,]+/, "");
  }
  return challenges;
}
