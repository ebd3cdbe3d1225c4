import { Failure } from "../../../model/shared/errors.js";
import { holdsSecret, plainBag, type Bag } from "../rpc/bag.js";
import type {
  About,
  CheckAnswer,
  CheckQuestion,
  CreateQuestion,
  DeleteQuestion,
  DiffAnswer,
  DiffQuestion,
  ReadAnswer,
  ReadQuestion,
  ResourceProvider,
  UpdateQuestion,
} from "../rpc/provider.js";
import { copyFile, copyToRemote } from "./copy.js";
import { diffInputs, newId, stateOf, unknownState, type CommandKind, type Doing } from "./lifecycle.js";
import { localCommand } from "./local-command.js";
import { runLocally } from "./local-run.js";
import { redactor } from "./redact.js";
import { remoteCommand } from "./remote-command.js";

const KINDS: Readonly<Record<string, CommandKind>> = {
  "command:local:Command": localCommand,
  "command:remote:Command": remoteCommand,
  "command:remote:CopyFile": copyFile,
  "command:remote:CopyToRemote": copyToRemote,
};

const SILENT = { info: () => undefined, warn: () => undefined, status: () => undefined };

/** Commands and copies, on this machine and over SSH, as the official command provider does them. */
export class CommandProvider implements ResourceProvider {
  readonly name = "command";
  private readonly interrupt = new AbortController();

  /** @param version Version of the npm package `@pulumi/command`. */
  constructor(readonly version: string) {}

  checkConfig(news: Bag): Promise<CheckAnswer> {
    return Promise.resolve({ inputs: news });
  }

  diffConfig(): Promise<DiffAnswer> {
    return Promise.resolve({ changes: false, details: {}, replaces: [] });
  }

  configure(): Promise<void> {
    return Promise.resolve();
  }

  async invoke(token: string, args: Bag): Promise<Bag> {
    if (token !== "command:local:run") {
      throw new Failure({
        what: `the lab's plugin does not offer the function ${token}`,
        next: "Use the official plugin",
      });
    }
    const { command } = plainBag(args);
    if (typeof command !== "string") throw new Failure({ what: "the command is missing", where: token });
    const doing = {
      say: SILENT,
      signal: this.interrupt.signal,
      redact: redactor(args),
      isSecret: isSecretCommand(args),
    };
    return stateOf(args, await runLocally(command, plainBag(args), {}, doing));
  }

  check({ type, news }: CheckQuestion): Promise<CheckAnswer> {
    return Promise.resolve(kindOf(type).check?.(news) ?? { inputs: news });
  }

  diff({ type, olds, news }: DiffQuestion): Promise<DiffAnswer> {
    return Promise.resolve(diffInputs(kindOf(type), olds, news));
  }

  async create(question: CreateQuestion): Promise<{ readonly id: string; readonly state: Bag }> {
    const { type, name, inputs, preview, timeout } = question;
    const kind = kindOf(type);
    if (preview) return { id: "", state: unknownState(kind, inputs) };
    const results = await kind.create(plainBag(inputs), this.doing(question, inputs, timeout));
    return { id: newId(kind.idPrefix(name)), state: stateOf(inputs, results) };
  }

  read({ id, state, inputs }: ReadQuestion): Promise<ReadAnswer> {
    return Promise.resolve({ id, state, inputs });
  }

  async update(question: UpdateQuestion): Promise<Bag> {
    const { type, olds, news, preview, timeout } = question;
    const kind = kindOf(type);
    if (preview) return unknownState(kind, news);
    return stateOf(
      news,
      await kind.update(plainBag(news), plainBag(olds), this.doing(question, news, timeout)),
    );
  }

  async delete(question: DeleteQuestion): Promise<void> {
    const { type, state, timeout } = question;
    await kindOf(type).delete(plainBag(state), this.doing(question, state, timeout));
  }

  cancel(): void {
    this.interrupt.abort();
  }

  private doing({ say }: About, inputs: Bag, timeout: number): Doing {
    const { signal } = this.interrupt;
    const limited = timeout > 0 ? AbortSignal.any([signal, AbortSignal.timeout(timeout * 1000)]) : signal;
    return { say, signal: limited, redact: redactor(inputs), isSecret: isSecretCommand(inputs) };
  }
}

function isSecretCommand(inputs: Bag): boolean {
  return ["create", "update", "delete", "command"].some((key) => holdsSecret(inputs[key]));
}

function kindOf(type: string): CommandKind {
  const kind = KINDS[type];
  if (kind !== undefined) return kind;
  throw new Failure({
    what: `unknown resource type ${type}`,
    next: `Known are ${Object.keys(KINDS).join(", ")}`,
  });
}
