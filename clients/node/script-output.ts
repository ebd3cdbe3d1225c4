import { Lines } from "./lines.js";
import { STARTED } from "./script-text.js";

/** Characters of one line of output that are read. */
const LONGEST_ANSWER = 32 * 1024 * 1024;
const LONGEST_COMPLAINT = 64 * 1024;
const LINES_KEPT = 20;
const LONGEST_KEPT = 300;

/** What a script has printed so far. */
export class ScriptOutput {
  /** Process group of the script; undefined until it has begun. */
  group: number | undefined;
  /** Last lines of the script's errors, and of what came before it began. */
  readonly said: string[] = [];
  readonly stdout: Lines;
  readonly stderr: Lines;
  #answer: string | undefined;

  constructor(
    private readonly clean: (text: string) => string,
    private readonly onLine: ((line: string) => void) | undefined,
    private readonly onStarted: (group: number) => void,
    onTooMuch: () => void,
  ) {
    this.stdout = new Lines(this.#printed.bind(this), LONGEST_ANSWER, onTooMuch);
    this.stderr = new Lines(this.#complained.bind(this), LONGEST_COMPLAINT, () => undefined);
  }

  end(): void {
    this.stdout.end();
    this.stderr.end();
  }

  /** The last line that the script printed. */
  get answer(): string | undefined {
    return this.#answer;
  }

  #printed(line: string): void {
    if (this.group === undefined) {
      const started = new RegExp(`^${STARTED} (\\d+)$`).exec(line);
      if (started === null) this.#keep(line);
      else {
        this.group = Number(started[1]);
        this.onStarted(this.group);
      }
      return;
    }
    if (line.trim() === "") return;
    if (this.#answer !== undefined) this.onLine?.(this.clean(this.#answer));
    this.#answer = line;
  }

  #complained(line: string): void {
    this.#keep(line);
    if (this.group !== undefined && line.trim() !== "") this.onLine?.(this.clean(line));
  }

  #keep(line: string): void {
    const shown = this.clean(line)
      .replace(/[\u0000-\u001f\u007f-\u009f]/g, " ")
      .trim();
    if (shown === "") return;
    this.said.push(shown.slice(0, LONGEST_KEPT));
    if (this.said.length > LINES_KEPT) this.said.shift();
  }
}
