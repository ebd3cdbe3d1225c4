/** What an image starts when the container says nothing. */
export interface Startup {
  /** The program. */
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The entrypoint of a start-up entry: the program, and each argument in double quotes. */
export function startupEntrypoint({ name, args }: Pick<Startup, "name" | "args">): string {
  return [name, ...args.map(quoted)].join(" ");
}

/** The environment of a container: the image's, and over it the container's own. */
export function mergedEnvironment(
  image: Readonly<Record<string, string>>,
  container: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return { ...image, ...container };
}

function quoted(argument: string): string {
  return `"${argument.replace(/[\\"]/g, "\\$&")}"`;
}
