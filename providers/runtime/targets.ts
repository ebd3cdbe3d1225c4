import type { z } from "zod";
import { Failure } from "../../model/shared/errors.js";
import { isObject } from "../../model/shared/json.js";
import type { ConfigReader } from "./host-calls.js";
import { formatPath } from "./property-path.js";
import type { Redactor } from "./redactor.js";
import type { TargetType } from "./target.js";

/**
 * The named targets of a stack, connected on first use and once a process. Settings are read from
 * `groundplan:<key>`, secrets from `groundplan:<key>Secrets`, each a JSON object by name.
 */
export class Targets {
  readonly #connections = new Map<object, Map<string, Promise<unknown>>>();

  constructor(
    private readonly config: ConfigReader,
    private readonly redactor: Redactor,
  ) {}

  /**
   * The connection to a named target. One that could not be opened is tried again by the next caller.
   *
   * @throws Failure when the name is not configured or its settings are faulty; whatever `type.connect` throws
   */
  connect<C>(type: TargetType<C>, name: string): Promise<C> {
    let ofType = this.#connections.get(type);
    if (ofType === undefined) {
      ofType = new Map();
      this.#connections.set(type, ofType);
    }
    const held = ofType.get(name);
    // The map under a type holds what that very type's connect returned.
    if (held !== undefined) return held as Promise<C>;
    const connection = this.#open(type, name);
    ofType.set(name, connection);
    connection.catch(() => {
      ofType.delete(name);
    });
    return connection;
  }

  async #open<C>(type: TargetType<C>, name: string): Promise<C> {
    const settings = this.#object(type.key)?.[name];
    if (settings === undefined) {
      throw new Failure({
        what: "is not in the stack's configuration",
        where: settingPath(type.key, [name]),
        next: `Add it with \`pulumi config set --path '${settingPath(type.key, [name])}.<setting>' <value>\``,
      });
    }
    const secretKey = `${type.key}Secrets`;
    const secrets = this.#object(secretKey);
    this.redactor.learn(secrets);
    const own = secrets?.[name];
    return type.connect(
      name,
      parse(
        type.settings,
        settings,
        (path) => settingPath(type.key, [name, ...path]),
        (message) => message,
      ),
      own === undefined
        ? undefined
        : parse(
            type.secrets,
            own,
            (path) => settingPath(secretKey, [name, ...path]),
            () => "is not valid; values are secret",
          ),
    );
  }

  #object(key: string): Record<string, unknown> | undefined {
    const text = this.config.get(`groundplan:${key}`);
    if (text === undefined) return undefined;
    const value = parseJson(text);
    if (isObject(value)) return value;
    throw new Failure({
      what: "must be an object by name",
      where: `groundplan:${key}`,
      next: `Set its members with \`pulumi config set --path 'groundplan:${key}.<name>.<setting>' <value>\``,
    });
  }
}

function parse<T>(
  schema: z.ZodType<T>,
  value: unknown,
  settingAt: (path: readonly PropertyKey[]) => string,
  reason: (message: string) => string,
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${settingAt(issue.path)}: ${reason(issue.message)}`);
  throw new Failure({
    what: faults.join("; "),
    next: "Correct the stack file and run the command again",
  });
}

/** A setting as `pulumi config set --path` takes it: `groundplan:nodes.node1.port`. */
function settingPath(key: string, path: readonly PropertyKey[]): string {
  return `groundplan:${formatPath([key, ...path])}`;
}

/** Undefined for a text that is no JSON: the parser's own message would quote the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
