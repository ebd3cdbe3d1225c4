/** The parts of `urn:pulumi:<stack>::<project>::<types>::<name>`. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** The resource's logical name. */
  readonly name: string;
}

/** Undefined for a text that is no URN, such as the empty one of a state without the URN input. */
export function parseUrn(urn: string): UrnParts | undefined {
  const [head, project, types, ...name] = urn.split("::");
  const stack = /^urn:pulumi:(.+)$/.exec(head ?? "")?.[1];
  if (stack === undefined || project === undefined || types === undefined || name.length === 0)
    return undefined;
  return { stack, project, name: name.join("::") };
}
