import { Failure } from "../../../model/shared/errors.js";
import type { Doing } from "./lifecycle.js";

/** Which streams are shown while a command runs; both are recorded whatever this says. */
export type Logging = "stdout" | "stderr" | "stdoutAndStderr" | "none";

/** Collects what a command prints, and shows it line by line as wished. */
export class Output {
  private readonly text = { stdout: "", stderr: "" };
  private readonly unfinished = { stdout: "", stderr: "" };
  private both = "";

  constructor(
    private readonly logging: Logging,
    private readonly doing: Doing,
  ) {}

  add(stream: "stdout" | "stderr", chunk: string): void {
    this.text[stream] += chunk;
    this.both += chunk;
    if (this.doing.isSecret || (this.logging !== "stdoutAndStderr" && this.logging !== stream)) return;
    const lines = (this.unfinished[stream] + chunk).split("\n");
    this.unfinished[stream] = lines.pop() ?? "";
    for (const line of lines) this.show(line);
  }

  /**
   * @param ending `exit status 3`, `signal SIGTERM`, or undefined for success.
   * @throws Failure with what the command printed, secrets replaced.
   */
  finish(command: string, ending: string | undefined): { readonly stdout: string; readonly stderr: string } {
    for (const rest of Object.values(this.unfinished)) if (rest !== "") this.show(rest);
    if (ending !== undefined) {
      const { redact, isSecret } = this.doing;
      if (isSecret)
        throw new Failure({ what: `${ending}: running a secret command, whose output is withheld` });
      throw new Failure({
        what: `${ending}: running ${JSON.stringify(redact(command))}:\n${redact(this.both)}`,
      });
    }
    return { stdout: this.text.stdout.replace(/\n$/, ""), stderr: this.text.stderr.replace(/\n$/, "") };
  }

  private show(line: string): void {
    this.doing.say.info(this.doing.redact(line));
  }
}

/** The wish in an input; both streams unless it says otherwise. */
export function loggingOf(value: unknown): Logging {
  return value === "stdout" || value === "stderr" || value === "none" ? value : "stdoutAndStderr";
}

/** Environment variables in which the next run finds what the last one printed. */
export function previousOutput(
  inputs: Record<string, unknown>,
  olds: Record<string, unknown>,
): Record<string, string> {
  if (inputs["addPreviousOutputInEnv"] === false) return {};
  const variables: Record<string, string> = {};
  for (const [name, key] of [
    ["PULUMI_COMMAND_STDOUT", "stdout"],
    ["PULUMI_COMMAND_STDERR", "stderr"],
  ] as const) {
    const value = olds[key];
    if (typeof value === "string" && value !== "") variables[name] = value;
  }
  return variables;
}

/** The string members of an input that maps names to texts. */
export function stringMap(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, String(member)]));
}
