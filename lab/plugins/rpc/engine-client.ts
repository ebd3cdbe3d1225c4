import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

/** Sends one message to the engine. */
export type SendLog = (
  severity: "INFO" | "WARNING",
  urn: string,
  message: string,
  ephemeral: boolean,
) => void;

/** Connects to the engine's Log call. A message that does not arrive fails nothing. */
export function connectLog(address: string): SendLog {
  const client = new EngineClient(address, credentials.createInsecure());
  return (severity, urn, message, ephemeral) => {
    const request = new LogRequest();
    request.setSeverity(LogSeverity[severity]);
    request.setUrn(urn);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    client.log(request, () => undefined);
  };
}
