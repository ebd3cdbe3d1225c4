import type { GrpcClient } from "./grpc-client.js";
import { Load } from "./grpc-load.js";
import { followRoute, type RouteHistory } from "./vimana-route-history.js";
import { VimanaScene, type ServerSettings } from "./vimana-scene.js";

const SERVICE = "example.Cart";

/** A Vimana with one server, whose calls are moved from version to version while its route is watched. */
export class RolloutScene extends VimanaScene {
  private echo: GrpcClient | undefined;
  private history: RouteHistory | undefined;
  private load: Load | undefined;

  /**
   * @param name of the Vimana, its namespace and the stack
   * @param versions that exist from the start, the first one with all calls; by what their containers are told
   */
  constructor(
    name: string,
    private readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>,
  ) {
    super(name);
    beforeAll(async () => {
      for (const [version, environment] of Object.entries(versions))
        await this.push({ domain: "shop", server: "cart", services: [SERVICE], version, environment });
      const [first = ""] = Object.keys(versions);
      this.serve({ weights: { [first]: 1 } });
      await this.make("up");
      this.echo = await this.caller(this.hostOf("shop"), SERVICE);
      this.history = await followRoute(this.kubernetes, {
        namespace: name,
        domainId: this.domainId("shop"),
        server: "cart",
        versions: Object.keys(versions),
      });
    });
    afterEach(() => this.load?.stop());
    this.beforeEnd(() => this.history?.close());
  }

  /** What happened to the server's route since the first version had all calls. */
  get route(): RouteHistory {
    if (this.history === undefined) throw new Error("the route is watched within tests only");
    return this.history;
  }

  /** Writes the stack file with all versions and this traffic. */
  serve(traffic: ServerSettings): void {
    const components = Object.fromEntries(Object.keys(this.versions).map((version) => [version, {}]));
    this.declare({ shop: { servers: { cart: { services: [SERVICE], components, ...traffic } } } });
  }

  /** 50 calls a second and these streams, until it is stopped or the test ends. */
  underLoad(streams: { readonly streams?: number; readonly streamSeconds?: number } = {}): Load {
    this.load = new Load(this.answering, { service: SERVICE, callsPerSecond: 50, ...streams });
    return this.load;
  }

  /** One call. */
  call(): ReturnType<GrpcClient["echo"]> {
    return this.answering.echo(SERVICE);
  }

  /** Envoy's figure of a version's first pod over ten seconds: `error`, `total`. */
  async figureOf(version: string): Promise<(name: string) => string> {
    const [pod = ""] = await this.podAddresses({ domain: "shop", server: "cart", version });
    return (name) => `sum(rate(envoy_cluster_endpoint_rq_${name}{envoy_endpoint_address="${pod}:80"}[10s]))`;
  }

  private get answering(): GrpcClient {
    if (this.echo === undefined) throw new Error("the server answers within tests only");
    return this.echo;
  }
}
