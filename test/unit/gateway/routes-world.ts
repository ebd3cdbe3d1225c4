import { createServer, type Server } from "node:net";
import { gatewayProxyHandlers } from "../../../providers/gateway/proxy.handlers.js";
import {
  gatewayProxy,
  type GatewayProxyInputs,
  type GatewayProxyOutputs,
} from "../../../providers/gateway/proxy.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import type { KindInputs, KindState } from "../../../providers/runtime/kind.js";
import { LocalNode } from "./local-node.js";

/** What haproxy and its sockets are on the pretended node: files that tell what it has and was told. */
const HAPROXY = `
pretended=$state_folder/pretended
haproxy() {
  echo check >>"$pretended/told"
  if grep -n broken "$3" >"$pretended/complaint"; then
    echo "[ALERT]    (1) : config : parsing [$3:$(cut -d: -f1 "$pretended/complaint")] : unknown keyword 'broken'" >&2
    return 1
  fi
}
socat() {
  if [ -e "$pretended/deaf" ]; then return 1; fi
  while read -r verb map name domain place; do
    case $verb in
      show)
        if [ "$map" = info ]; then echo "Pid: $(cat "$pretended/pid")"; sed -n 's/^  description "\\(.*\\)"$/description: \\1/p' "$router_root/current/haproxy.cfg"
        else sed 's/^/0x1 /' "$pretended/$name"; fi ;;
      add) echo "$domain $place" >>"$pretended/$name" ;;
      set) sed -i "s|^$domain .*|$domain $place|" "$pretended/$name" ;;
      del) sed -i "/^$domain /d" "$pretended/$name" ;;
      reload)
        cp "$router_root/current/http.map" "$router_root/current/tls.map" "$pretended/"
        echo $(($(cat "$pretended/pid") + 1)) >"$pretended/pid" ;;
    esac
    case $verb in add | set | del | reload) echo "$verb \${domain:-}" >>"$pretended/told" ;; esac
  done
}
`;

/** What a state knows of a proxy. */
export interface Made {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  readonly state: KindState<GatewayProxyInputs, GatewayProxyOutputs>;
}

/** A node with a router whose haproxy is pretended. */
export class Gateway {
  readonly node = new LocalNode(HAPROXY);
  #sockets: readonly Server[] = [];
  #tokens = 0;

  static async open(): Promise<Gateway> {
    const gateway = new Gateway();
    await gateway.node.say(`router=$state_folder/router
mkdir -p "$router/versions/1" "$state_folder/pretended" "$state_folder/../run/router" "$state_folder/w"
ln -s versions/1 "$router/current"
echo router-one >"$router/id"
printf 'global\\n  description "groundplan one"\\n' >"$router/current/haproxy.cfg"
echo 1 >"$state_folder/pretended/pid"
for file in "$router/current/http.map" "$router/current/tls.map" "$state_folder/pretended/http.map" "$state_folder/pretended/tls.map" "$state_folder/pretended/told"; do
  : >"$file"
done`);
    gateway.#sockets = await Promise.all(
      ["worker", "master"].map(
        (name) =>
          new Promise<Server>((resolve) => {
            const server = createServer();
            server.listen(`${gateway.node.folder}/run/router/${name}.sock`, () => {
              resolve(server);
            });
          }),
      ),
    );
    return gateway;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    await this.node.close();
  }

  async create(name: string, given: KindInputs, installation?: string): Promise<Made> {
    this.#tokens += 1;
    const token = `token-${this.#tokens}`;
    const inputs = wholeInputs(given);
    const { id, outputs } = await gatewayProxyHandlers.create(
      this.#context(name, token, installation),
      inputs,
    );
    return { id, token, name, state: { inputs, outputs } };
  }

  async update({ id, token, name, state }: Made, given: KindInputs): Promise<Made> {
    const inputs = wholeInputs({ ...state.inputs, ...given });
    const { outputs } = await gatewayProxyHandlers.update(this.#context(name, token), id, state, inputs);
    return { id, token, name, state: { inputs, outputs } };
  }

  read({ id, token, name, state }: Made): Promise<Made["state"] | undefined> {
    return gatewayProxyHandlers.read(this.#context(name, token), id, state);
  }

  remove({ id, token, name, state }: Made): Promise<void> {
    return gatewayProxyHandlers.delete(this.#context(name, token), id, state);
  }

  /** Lines of a preview's plan for a proxy that is not there yet. */
  async preview(name: string, given: KindInputs, installation?: string): Promise<readonly string[]> {
    const request = { old: undefined, news: wholeInputs(given), unknown: [], preview: true };
    const plan = await gatewayProxyHandlers.plan?.(this.#context(name, "", installation), request);
    return plan?.steps ?? [];
  }

  /** Lines of a file below the node's folder. */
  async lines(path: string): Promise<readonly string[]> {
    const text = await this.node.say(`cat "$state_folder/${path}"`);
    return text === "" ? [] : text.split("\n").sort();
  }

  /** What haproxy forwards HTTP for: `<domain> <address>/<port>`. */
  live(): Promise<readonly string[]> {
    return this.lines("pretended/http.map");
  }

  /** What haproxy was told since the last call. */
  async told(): Promise<readonly string[]> {
    const lines = await this.lines("pretended/told");
    await this.node.say(`: >"$state_folder/pretended/told"`);
    return lines;
  }

  #context(resource: string, token: string, installation = "abc123"): KindContext {
    const open = { name: "node1", client: this.node, pools: {} };
    const entry = { name: "node1", settings: { jumpHosts: [] }, open: () => Promise.resolve(open) };
    return {
      urn: `urn:pulumi:dev::shop::gateway::${resource}`,
      resource,
      scope: { installation, project: "shop", stack: "dev" },
      token,
      signal: AbortSignal.timeout(60_000),
      // The kinds of these tests ask for nodes only.
      target: <C>() => Promise.resolve(entry as C),
      info: () => undefined,
      warn: () => undefined,
      status: () => undefined,
      now: () => Date.now(),
    };
  }
}

/** Inputs of a proxy as the runtime hands them over. */
export function wholeInputs(given: KindInputs): GatewayProxyInputs {
  const { inputs, normalise } = gatewayProxy;
  const parsed = inputs.parse({ node: "node1", addr: "10.0.0.1", port: 80, portTls: 443, ...given });
  // The schema of a kind is known to give its inputs.
  return normalise?.(parsed) ?? parsed;
}
