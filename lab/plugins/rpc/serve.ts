import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { EngineLog } from "./engine-log.js";
import type { ResourceProvider } from "./provider.js";
import { Service } from "./service.js";

// What the engine itself allows (its own servers and clients are set to 400 MiB).
const MESSAGE_BYTES = 400 * 1024 * 1024;

const ORPHAN_CHECK_MS = 1000;

/**
 * Runs a provider as plugin process: serves it on a free loopback port and prints that port, as the engine expects.
 * The last argument is the engine's address. Ends on SIGINT or SIGTERM once running operations have been told to
 * stop, and when the process that started it is gone.
 */
export async function servePlugin(provider: ResourceProvider, argv: readonly string[]): Promise<void> {
  const address = argv.filter((argument) => !argument.startsWith("-")).at(-1);
  const service = new Service(provider, new EngineLog(address));
  const server = new Server({
    "grpc.max_receive_message_length": MESSAGE_BYTES,
    "grpc.max_send_message_length": MESSAGE_BYTES,
  });
  server.addService(ResourceProviderService, service.implementation());
  const port = await listen(server);

  const stop = (): void => {
    provider.cancel();
    void service.idle().then(() => process.exit(0));
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, ORPHAN_CHECK_MS).unref();

  // One operation's forgotten promise must not end the others.
  process.on("unhandledRejection", (reason) => {
    process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
  });
  process.stdout.write(`${port}\n`);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}
