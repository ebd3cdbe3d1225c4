import { Failure } from "../../model/shared/errors.js";
import type { OwnerScope } from "../../model/shared/ownership.js";
import type { ConfigReader } from "./host-calls.js";
import type { KindContext } from "./context.js";
import type { Engine } from "./engine.js";
import { Operations } from "./running-operations.js";
import { PlanMemory } from "./plan-memory.js";
import { Redactor } from "./redactor.js";
import { type Reporter, reporterFor } from "./reporter.js";
import { Targets } from "./targets.js";
import { parseUrn } from "./urn.js";

/** What a session gets from its process. */
export interface SessionEnvironment {
  readonly engine: Engine | undefined;
  /** Takes a line that no engine took. */
  readonly fallback: (line: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A fresh instance token. */
  readonly newToken: () => string;
}

/** What one provider process knows, across kinds and resources. */
export class Session {
  readonly redactor = new Redactor();
  readonly operations = new Operations();
  readonly plans = new PlanMemory();
  readonly #configured: Promise<{ readonly config: ConfigReader; readonly targets: Targets }>;
  #configure: (config: ConfigReader) => void = () => undefined;

  constructor(readonly environment: SessionEnvironment) {
    this.#configured = new Promise((resolve) => {
      this.#configure = (config) => {
        resolve({ config, targets: new Targets(config, this.redactor) });
      };
    });
  }

  /** Takes the stack's configuration. The engine gives every kind the same one, so the first is kept. */
  configure(config: ConfigReader): void {
    this.#configure(config);
  }

  reporter(urn: string): Reporter {
    return reporterFor(urn, this.redactor, this.environment.engine, this.environment.fallback);
  }

  /**
   * What a handler is given. Waits for the configuration, since the shim lets the other calls of a kind pass
   * while its `configure` still runs.
   */
  async context(urn: string, token: string, signal: AbortSignal, reporter: Reporter): Promise<KindContext> {
    const { config, targets } = await this.#configured;
    return {
      urn,
      resource: parseUrn(urn)?.name ?? "",
      get scope() {
        return scopeOf(config, urn);
      },
      token,
      signal,
      target: (type, name) => targets.connect(type, name),
      info: reporter.info,
      warn: reporter.warn,
      status: reporter.status,
      now: this.environment.now,
    };
  }
}

function scopeOf(config: ConfigReader, urn: string): OwnerScope {
  const installation = config.get("groundplan:installation");
  if (installation === undefined || installation === "") {
    throw new Failure({
      what: "is not set; it tells the objects of this stack from those of others",
      where: "groundplan:installation",
      next: "Set it once with `pulumi config set groundplan:installation $(openssl rand -hex 8)`",
    });
  }
  const parts = parseUrn(urn);
  return { installation, project: parts?.project ?? "", stack: parts?.stack ?? "" };
}
