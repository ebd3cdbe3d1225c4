import { StringDecoder } from "node:string_decoder";

/** Takes a stream of bytes apart into lines. */
export class Lines {
  readonly #decoder = new StringDecoder("utf8");
  #begun: string[] = [];
  #length = 0;

  /**
   * @param longest characters of a line that is still kept
   * @param onTooLong called once for a longer line, of which nothing is kept
   */
  constructor(
    private readonly onLine: (line: string) => void,
    private readonly longest: number,
    private readonly onTooLong: () => void,
  ) {}

  push(chunk: Buffer): void {
    const [first = "", ...rest] = this.#decoder.write(chunk).split("\n");
    this.#append(first);
    for (const part of rest) {
      this.#flush();
      this.#append(part);
    }
  }

  /** The stream is over: what was begun is a line too. */
  end(): void {
    this.#append(this.#decoder.end());
    if (this.#length > 0) this.#flush();
  }

  #append(part: string): void {
    if (part === "" || this.#length > this.longest) return;
    this.#length += part.length;
    if (this.#length > this.longest) {
      this.#begun = [];
      this.onTooLong();
    } else this.#begun.push(part);
  }

  #flush(): void {
    const line = this.#begun.join("");
    const isWhole = this.#length <= this.longest;
    this.#begun = [];
    this.#length = 0;
    if (isWhole) this.onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
  }
}
