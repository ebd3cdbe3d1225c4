import type { z } from "zod";
import { isObject } from "../model/shared/json.js";
import type { Problem } from "../model/shared/problem.js";
import { setSecretCommand } from "./commands.js";
import { problemsOf, unknownKey } from "./issues.js";
import { takeOutNotYet } from "./not-yet.js";
import type { ProjectFiles, RawStack } from "./raw-stack.js";
import type { Item } from "./references/check.js";
import { scanReferences, type LateValue } from "./references/scan.js";
import { formatReference } from "./references/template.js";
import type { Section } from "./section.js";

/** What all sections share while they are read, and what they add to. */
export interface Reading {
  readonly raw: RawStack;
  readonly files: ProjectFiles;
  readonly targets: ReadonlyMap<string, readonly string[]>;
  readonly offlineClusters: ReadonlySet<string>;
  readonly problems: Problem[];
  readonly late: LateValue[];
  readonly items: Item[];
  /** Systems with faults, of which it is not known what they declare. */
  readonly unfinished: Set<string>;
}

/**
 * Reads one section and its secrets, and adds what it found. The answer is undefined when the stack has no such
 * section, or when a fault leaves nothing to work with; the fault is then among the problems.
 */
export function readSection<P, S>(section: Section<P, S>, reading: Reading): S | undefined {
  const { raw, problems } = reading;
  const { key } = section;
  problems.push(...secretProblems(section, raw));
  const value = raw.values.get(key);
  if (value === undefined) return undefined;

  const scanned = scanReferences(value, key, section.late ?? [], {
    verbatim: section.verbatim ?? [],
    known: knownOutputs(reading.items),
  });
  problems.push(...scanned.problems);
  reading.late.push(...scanned.late);

  const done = takeOutNotYet(section.sort === "system" ? scanned.value : value, key, section.notYet ?? []);
  problems.push(...done.problems);
  const readable = done.value;
  const parsed = section.schema.safeParse(readable);
  const context = {
    secrets: raw.values.get(`${key}Secrets`),
    secretsSealed: raw.sealed.has(`${key}Secrets`),
    targets: reading.targets,
    offlineClusters: reading.offlineClusters,
    files: reading.files,
  };
  if (parsed.success) {
    const finished = section.finish(parsed.data, context);
    problems.push(...finished.problems);
    reading.items.push(...(finished.items ?? []));
    reading.late.push(...(finished.late ?? []));
    return finished.settings;
  }
  reading.unfinished.add(key);
  problems.push(...problemsOf(parsed.error, { schema: section.schema, value: readable, at: [key] }));
  const faulty = faultyMembers(parsed.error);
  const rest = section.schema.safeParse(withoutMembers(readable, faulty, section.placeholders ?? {}));
  if (!rest.success) return undefined;
  const finished = section.finish(rest.data, context);
  problems.push(
    // What is said of a member that was taken out, or of its secrets, is said because it was.
    ...finished.problems.filter(
      ({ path }) => !faulty.some((member) => [`${key}.${member}`, `${key}Secrets.${member}`].includes(path)),
    ),
  );
  reading.items.push(...(finished.items ?? []));
  reading.late.push(...(finished.late ?? []));
  return undefined;
}

/** What references to the sections before this one stand for, as far as that is known. */
function knownOutputs(items: readonly Item[]): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap(({ system, id, known = {} }) =>
      Object.entries(known).map(
        ([output, value]) => [formatReference({ system, id, output }), value] as const,
      ),
    ),
  );
}

function faultyMembers(error: z.core.$ZodError): readonly string[] {
  return error.issues.flatMap((issue) => {
    const [member] = issue.path;
    if (member !== undefined) return [String(member)];
    return issue.code === "unrecognized_keys" ? issue.keys : [];
  });
}

/** What is left to check of a section when members that do not fit the schema are taken out. */
function withoutMembers(
  section: unknown,
  faulty: readonly string[],
  placeholders: Readonly<Record<string, unknown>>,
): unknown {
  if (!isObject(section)) return section;
  return Object.fromEntries([
    ...Object.entries(section).filter(([member]) => !faulty.includes(member)),
    ...Object.entries(placeholders).filter(([member]) => faulty.includes(member)),
  ]);
}

function secretProblems<P, S>(section: Section<P, S>, raw: RawStack): readonly Problem[] {
  const { key } = section;
  const secretsKey = `${key}Secrets`;
  const problems: Problem[] = [];
  if (raw.encrypted.has(key)) {
    const plain = "holds an encrypted value, but is shown and stored as plain text";
    problems.push(
      section.secrets === undefined
        ? { path: key, reason: plain, fix: "take it out, and refer to a Secret that is made elsewhere" }
        : {
            path: key,
            reason: `${plain}; secrets belong in ${secretsKey}`,
            fix: setSecretCommand(`${secretsKey}.<name>.<field>`),
          },
    );
  }
  const secrets = raw.values.get(secretsKey);
  if (secrets === undefined || section.secrets === undefined) return problems;
  if (!raw.encrypted.has(secretsKey)) {
    const reason = "is not encrypted";
    problems.push({
      path: secretsKey,
      reason,
      fix: setSecretCommand(`${secretsKey}.<name>.<field>`),
      severity: "warning",
    });
  }
  const parsed = section.secrets.safeParse(secrets);
  if (!parsed.success) {
    const checked = { schema: section.secrets, value: secrets, at: [secretsKey], secret: true };
    problems.push(...problemsOf(parsed.error, checked));
  }
  const declared = raw.values.get(key);
  const names = isObject(declared) ? Object.keys(declared) : [];
  if (section.sort === "targets" && isObject(secrets)) {
    const strays = Object.keys(secrets).filter((name) => !names.includes(name));
    for (const name of strays) {
      const { fix = "", ...problem } = unknownKey([secretsKey, name], names);
      const reason = problem.reason.replace("unknown key", `secrets of an undeclared entry of ${key}:`);
      problems.push({ ...problem, reason, fix });
    }
  }
  return problems;
}
