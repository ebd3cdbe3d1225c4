import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** One diagnostic that a provider sent. */
export interface EngineLine {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  readonly urn: string;
  readonly ephemeral: boolean;
}

/** The engine's side of the wire as far as a provider process knows it: an address that takes diagnostics. */
export interface FakeEngine {
  readonly address: string;
  /** Everything sent so far, in order. */
  readonly lines: readonly EngineLine[];
  /** The messages about one resource. */
  about(urn: string, ephemeral?: boolean): string[];
  /** Goes away as a killed CLI does: connections break, the port refuses. */
  kill(): void;
}

const severities = ["debug", "info", "warning", "error"] as const;

export async function startFakeEngine(): Promise<FakeEngine> {
  const lines: EngineLine[] = [];
  const server = new grpc.Server();
  const unused: grpc.handleUnaryCall<unknown, unknown> = (_call, callback) => {
    callback({ code: grpc.status.UNIMPLEMENTED });
  };
  const log: grpc.handleUnaryCall<LogRequest, Empty> = (call, callback) => {
    lines.push({
      severity: severities[call.request.getSeverity()],
      message: call.request.getMessage(),
      urn: call.request.getUrn(),
      ephemeral: call.request.getEphemeral(),
    });
    callback(null, new Empty());
  };
  const methods: grpc.UntypedServiceImplementation = {};
  for (const name of Object.keys(EngineService)) methods[name] = name === "log" ? log : unused;
  server.addService(EngineService, methods);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    lines,
    about: (urn, ephemeral = false) =>
      lines.filter((line) => line.urn === urn && line.ephemeral === ephemeral).map((line) => line.message),
    kill: () => {
      server.forceShutdown();
    },
  };
}
