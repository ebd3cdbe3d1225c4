import { z } from "zod";
import type { Gate, NodeWorkload } from "../../../providers/node/definition.js";
import { nodeHandlers } from "../../../providers/node/node-handlers.js";
import { workloadInputs, type WorkloadOutputs } from "../../../providers/node/workload-inputs.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import type { KindHandlers, KindState } from "../../../providers/runtime/kind.js";
import { LocalNode } from "./local-node.js";

const inputs = z.strictObject({ ...workloadInputs, value: z.string(), password: z.string().optional() });
type PieceInputs = z.output<typeof inputs>;
type PieceOutputs = WorkloadOutputs & { value: string };
const found = z.object({ value: z.string() });

/**
 * Pieces of one text: each is a file, and together they are the file \`whole\`. A piece with the value \`bad\` cannot be
 * made, and one that is \`poison\` spoils the whole.
 */
export const piecesOnNode: NodeWorkload<PieceInputs, z.output<typeof found>, PieceOutputs> = {
  sort: "piece",
  order: 20,
  secretInputs: ["password"],
  ensure: {
    name: "piece-ensure",
    secrets: ["password"],
    text: `record_begin
[ "$value" != bad ] || fail "the value is bad; the password was $password"
printf '%s\\n' "$value" >"$folder/piece"
record_done`,
  },
  inspect: {
    name: "piece-inspect",
    text: `look_at_piece() {
  value=
  if [ -f "$record_folder/piece" ]; then read -r value <"$record_folder/piece"; fi
  object own text value "$value"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
}
workloads=
each_record piece look_at_piece
answer json workloads "[$workloads]"`,
  },
  remove: { name: "piece-remove", text: "record_remove" },
  together: {
    name: "pieces-together",
    reads: ["piece"],
    text: `echo once >>"$state_folder/times"
cat "$rec_root"/*/piece 2>/dev/null | sort >"$state_folder/whole.new" || :
if grep -qx poison "$state_folder/whole.new"; then fail "poison spoils the whole"; fi
mv "$state_folder/whole.new" "$state_folder/whole"`,
  },
  parameters: ({ value, password }) => ({ value, password: password ?? "" }),
  found,
  asFound: ({ value }, { inputs: last }) => ({ inputs: { ...last, value }, outputs: { value }, drift: [] }),
};

/** What a state knows of a piece. */
export interface Piece {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  readonly state: KindState<PieceInputs, PieceOutputs>;
}

/** A process that works with pieces on one node. */
export class Pieces {
  readonly node = new LocalNode();
  readonly warnings: string[] = [];
  readonly #handlers: KindHandlers<PieceInputs, PieceOutputs>;
  #tokens = 0;

  constructor(gate?: Gate) {
    this.#handlers = nodeHandlers(piecesOnNode, gate);
  }

  async create(
    name: string,
    value: string,
    more: Partial<PieceInputs> = {},
    signal?: AbortSignal,
  ): Promise<Piece> {
    this.#tokens += 1;
    const token = `token-${this.#tokens}`;
    const wanted = inputs.parse({ node: "node1", value, ...more });
    const { id, outputs } = await this.#handlers.create(this.#context(name, token, signal), wanted);
    return { id, token, name, state: { inputs: wanted, outputs } };
  }

  async update({ id, token, name, state }: Piece, value: string): Promise<Piece> {
    const wanted = { ...state.inputs, value };
    const { outputs } = await this.#handlers.update(this.#context(name, token), id, state, wanted);
    return { id, token, name, state: { inputs: wanted, outputs } };
  }

  read({ id, token, name, state }: Piece): Promise<KindState<PieceInputs, PieceOutputs> | undefined> {
    return this.#handlers.read(this.#context(name, token), id, state);
  }

  remove({ id, token, name, state }: Piece): Promise<void> {
    return this.#handlers.delete(this.#context(name, token), id, state);
  }

  /** Lines of the whole, which are the values of all pieces. */
  async whole(): Promise<readonly string[]> {
    const text = await this.node.say(`cat "$state_folder/whole"`);
    return text === "" ? [] : text.split("\n");
  }

  /** How often the whole was made, or tried to be. */
  async times(): Promise<number> {
    return Number(await this.node.say(`wc -l <"$state_folder/times"`));
  }

  #context(resource: string, token: string, signal = AbortSignal.timeout(60_000)): KindContext {
    const open = { name: "node1", client: this.node, pools: {} };
    const entry = { name: "node1", settings: { jumpHosts: [] }, open: () => Promise.resolve(open) };
    return {
      urn: `urn:pulumi:dev::shop::piece::${resource}`,
      resource,
      scope: { installation: "abc123", project: "shop", stack: "dev" },
      token,
      signal,
      // The kinds of these tests ask for nodes only.
      target: <C>() => Promise.resolve(entry as C),
      info: () => undefined,
      warn: (line) => this.warnings.push(line),
      status: () => undefined,
      now: () => Date.now(),
    };
  }
}
