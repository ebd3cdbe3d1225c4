import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

export type Severity = "info" | "warning";

/** One diagnostic; without a URN it is shown on the stack. */
export interface Diagnostic {
  readonly severity: Severity;
  readonly message: string;
  readonly urn: string;
  /** Shown as the resource's status until the next one, and not kept. */
  readonly ephemeral: boolean;
}

/** The engine as a provider process sees it: a place for diagnostics, and somebody who may go away. */
export interface Engine {
  /** Diagnostics arrive in the order of the calls. Never fails; answers false when nobody took the line. */
  log(diagnostic: Diagnostic): Promise<boolean>;
  /** Calls back once, when an engine that answered before does so no more. */
  onLost(callback: () => void): void;
}

const severities: Readonly<Record<Severity, LogSeverity>> = {
  info: LogSeverity.INFO,
  warning: LogSeverity.WARNING,
};

/** Milliseconds that one diagnostic may take before it is given up. */
const LOG_DEADLINE = 5_000;

/** The engine's address: the last argument of a provider process; undefined when that is none. */
export function engineAddress(argv: readonly string[]): string | undefined {
  const last = argv.at(-1);
  return last !== undefined && /^[\w.[\]:-]+:\d+$/.test(last) ? last : undefined;
}

/** Connects to the engine on first use. */
export function connectEngine(address: string): Engine {
  let client: EngineClient | undefined;
  const connected = (): EngineClient =>
    (client ??= new EngineClient(address, grpc.credentials.createInsecure(), {
      "grpc.enable_http_proxy": 0,
      "grpc.max_send_message_length": -1,
    }));
  let queue: Promise<unknown> = Promise.resolve();
  return {
    log: (diagnostic) => {
      const sent = queue.then(() => send(connected(), diagnostic));
      queue = sent;
      return sent;
    },
    onLost: (callback) => {
      watch(connected().getChannel(), callback);
    },
  };
}

function send(client: EngineClient, diagnostic: Diagnostic): Promise<boolean> {
  const request = new LogRequest();
  request.setSeverity(severities[diagnostic.severity]);
  request.setMessage(diagnostic.message);
  request.setUrn(diagnostic.urn);
  request.setEphemeral(diagnostic.ephemeral);
  return new Promise((resolve) => {
    client.log(request, new grpc.Metadata(), { deadline: Date.now() + LOG_DEADLINE }, (error) => {
      resolve(error === null);
    });
  });
}

/**
 * A connection to a living engine is only ever lost for a moment; one that cannot be made again after it stood
 * is the sign that the engine's process is gone, since both ends are on this machine.
 */
function watch(channel: ReturnType<EngineClient["getChannel"]>, lost: () => void): void {
  let stood = false;
  const look = (): void => {
    const state = channel.getConnectivityState(true);
    if (state === grpc.connectivityState.READY) stood = true;
    if (state === grpc.connectivityState.TRANSIENT_FAILURE && stood) {
      lost();
      return;
    }
    channel.watchConnectivityState(state, Infinity, (error) => {
      if (error === undefined) look();
    });
  };
  look();
}
