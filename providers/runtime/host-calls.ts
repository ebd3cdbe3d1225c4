/** A bag of properties as the engine sends and stores it. */
export type Bag = Record<string, unknown>;

/** Reads the stack's configuration; keys are `<namespace>:<key>`, values texts. */
export interface ConfigReader {
  get(key: string): string | undefined;
}

/** What a stored provider text may ask of the host, by operation. Names and order of arguments are frozen. */
export interface HostArguments {
  configure: [config: ConfigReader];
  check: [olds: Bag, news: Bag];
  diff: [id: string, olds: Bag, news: Bag];
  create: [inputs: Bag];
  read: [id: string, props: Bag | undefined];
  update: [id: string, olds: Bag, news: Bag];
  delete: [id: string, props: Bag];
}

/** What the SDK's shim expects back. */
export interface HostAnswers {
  configure: undefined;
  check: { inputs: Bag; failures: { property: string; reason: string }[] };
  diff: { changes: boolean; replaces: string[]; deleteBeforeReplace: boolean };
  create: { id: string; outs: Bag };
  /** An empty id says that the resource is gone; `inputs` are left out where they are what is stored. */
  read: { id: string; props: Bag; inputs?: Bag };
  update: { outs: Bag };
  delete: undefined;
}

export type HostOperation = keyof HostArguments;

/** A property that must be a text; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A bag without the keys of engine and runtime, which all start with two underscores. */
export function ownProperties(bag: Bag): Bag {
  return Object.fromEntries(Object.entries(bag).filter(([key]) => !key.startsWith("__")));
}
