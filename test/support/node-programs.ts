import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import ts from "typescript";
import type { NodeName } from "../../lab/profiles/index.js";
import type { NodeStage } from "./node-stage.js";

/** Where the lab's nodes get an interpreter from the test when they do not see the one that runs it. */
const INTERPRETER = "/usr/local/bin/node";

/**
 * Programs of the tests for the lab's nodes, which get them over HTTP as they would get what an operator supplies. Each
 * is one file of TypeScript in `test/support/doubles` that imports nothing of ours.
 */
export class NodePrograms {
  /** What was asked for, earliest first. */
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #texts = new Map<string, string>();

  private constructor(
    private readonly host: string,
    private readonly interpreter: string,
  ) {
    this.#server = createServer((request, response) => {
      const path = request.url ?? "";
      this.requests.push(path);
      const text = this.#texts.get(path.split("?")[0]?.slice(1) ?? "");
      if (path === "/interpreter") createReadStream(process.execPath).pipe(response);
      else if (text === undefined) response.writeHead(404).end();
      else response.end(text);
    });
  }

  /** Serves programs to nodes, of which each has what they are run by then. */
  static async open(stage: NodeStage, nodes: readonly NodeName[]): Promise<NodePrograms> {
    const host = await stage.say("node1", `ip -o route show default | sed 's/.* via \\([^ ]*\\) .*/\\1/'`);
    const [node = "node1"] = nodes;
    const seen = (await stage.on(node, `test -x '${process.execPath}'`)).code === 0;
    const programs = new NodePrograms(host, seen ? process.execPath : INTERPRETER);
    await new Promise<void>((resolve) => programs.#server.listen(0, host, resolve));
    if (!seen) {
      const fetching = `test -x ${INTERPRETER} || { curl -fsS -o ${INTERPRETER} ${programs.#address("interpreter")} && chmod 755 ${INTERPRETER}; }`;
      await Promise.all(nodes.map((each) => stage.say(each, fetching)));
    }
    return programs;
  }

  /**
   * A double as an operator's program.
   * @param settings What the double finds as `SETTINGS`; with other ones it is another program.
   */
  source(
    double: string,
    settings: Readonly<Record<string, string>> = {},
  ): { readonly url: string; readonly sha256: string } {
    const source = readFileSync(join(__dirname, "doubles", `${double}.ts`), "utf8");
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const text = `#!${this.interpreter}\nconst SETTINGS = ${JSON.stringify(settings)};\n${outputText}`;
    const sha256 = createHash("sha256").update(text).digest("hex");
    this.#texts.set(sha256, text);
    return { url: this.#address(sha256), sha256 };
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #address(path: string): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("does not listen");
    return `http://${this.host}:${address.port}/${path}`;
  }
}
