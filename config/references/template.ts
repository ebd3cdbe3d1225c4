/** `${<system>.<id>.<output>}`: an output of something the stack declares. */
export interface Reference {
  /** Up to the first dot: `imagehub`. */
  readonly system: string;
  /** Between the first and the last dot; may itself contain dots, slashes and colons: `labring/mysql:v8.0.25`. */
  readonly id: string;
  /** After the last dot: `digest`. */
  readonly output: string;
}

/** A scalar of a stack file, cut into literal texts and references. */
export type Template = readonly (string | Reference)[];

/** What became of a scalar. */
export type ParsedTemplate =
  { readonly ok: true; readonly template: Template } | { readonly ok: false; readonly reason: string };

const ESCAPE_HINT = "write $${ for a literal ${";

/**
 * Cuts a scalar into literals and references. `$$` stands for one dollar sign; a dollar sign before anything
 * else than `{` or `$` is itself. Neighbouring literals are joined, so that a scalar without references is one
 * literal (or none, when it is empty).
 */
export function parseTemplate(text: string): ParsedTemplate {
  const template: (string | Reference)[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    if (text.startsWith("$$", at)) {
      literal += "$";
      at += 2;
    } else if (text.startsWith("${", at)) {
      const end = text.indexOf("}", at);
      if (end === -1) return { ok: false, reason: `"\${" has no closing brace; ${ESCAPE_HINT}` };
      const body = text.slice(at + 2, end);
      const reference = parseReference(body);
      if (reference === undefined) {
        return {
          ok: false,
          reason: `"\${${body}}" is no reference \${<system>.<id>.<output>}; ${ESCAPE_HINT}`,
        };
      }
      if (literal !== "") template.push(literal);
      template.push(reference);
      literal = "";
      at = end + 1;
    } else {
      literal += text.charAt(at);
      at += 1;
    }
  }
  if (literal !== "") template.push(literal);
  return { ok: true, template };
}

/** The reference as it stands in a stack file. */
export function formatReference(reference: Reference): string {
  return `\${${reference.system}.${reference.id}.${reference.output}}`;
}

function parseReference(body: string): Reference | undefined {
  const match = /^([^.]+)\.(.+)\.([^.]+)$/s.exec(body);
  const [, system, id, output] = match ?? [];
  if (system === undefined || id === undefined || output === undefined) return undefined;
  return { system, id, output };
}
