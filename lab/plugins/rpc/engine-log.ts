import type { Client } from "@grpc/grpc-js";

/** Says something under a resource: lasting lines, or a status that the next one replaces. */
export interface Speaker {
  info(message: string): void;
  warn(message: string): void;
  /** Shown while the operation runs. Repeating the last status sends nothing. */
  status(message: string): void;
}

/** The engine's Log call, connected when there is first something to say. */
export class EngineLog {
  private connection: Promise<LogConnection> | undefined;
  private readonly lastStatus = new Map<string, string>();

  /** @param address `host:port` of the engine; undefined when the process was started without one. */
  constructor(private readonly address: string | undefined) {}

  about(urn: string): Speaker {
    return {
      info: (message) => {
        this.send("INFO", urn, message, false);
      },
      warn: (message) => {
        this.send("WARNING", urn, message, false);
      },
      status: (message) => {
        if (this.lastStatus.get(urn) === message) return;
        this.lastStatus.set(urn, message);
        this.send("INFO", urn, message, true);
      },
    };
  }

  private send(severity: "INFO" | "WARNING", urn: string, message: string, ephemeral: boolean): void {
    if (this.address === undefined) return;
    this.connection ??= connect(this.address);
    void this.connection.then((connection) => {
      connection.log(severity, urn, message, ephemeral);
    });
  }
}

interface LogConnection {
  log(severity: "INFO" | "WARNING", urn: string, message: string, ephemeral: boolean): void;
}

// Loaded late: a run without changes says nothing, and its start should not pay for this.
async function connect(address: string): Promise<LogConnection> {
  const [{ credentials }, { EngineClient }, { LogRequest, LogSeverity }] = await Promise.all([
    import("@grpc/grpc-js"),
    import("@pulumi/pulumi/proto/engine_grpc_pb.js"),
    import("@pulumi/pulumi/proto/engine_pb.js"),
  ]);
  const client: InstanceType<typeof EngineClient> & Client = new EngineClient(
    address,
    credentials.createInsecure(),
  );
  return {
    log(severity, urn, message, ephemeral) {
      const request = new LogRequest();
      request.setSeverity(LogSeverity[severity]);
      request.setUrn(urn);
      request.setMessage(message);
      request.setEphemeral(ephemeral);
      // A message that does not arrive must not fail the operation it is about.
      client.log(request, () => undefined);
    },
  };
}
