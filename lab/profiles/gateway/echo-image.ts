import { readFileSync } from "node:fs";
import { tagDigest, pushImage, type Pushed, type PushTarget } from "../registry/push.js";
import type { RegistryAccess } from "../registry/access.js";

/** Repository of the lab's gRPC server. */
export const ECHO_REPOSITORY = "lab/grpc-echo";

/** Its tags, and what the images are told by their environment. `bad` answers half of all calls with an error. */
export const ECHO_TAGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "1.0.0": { VERSION: "1.0.0" },
  "1.1.0": { VERSION: "1.1.0" },
  "2.0.0": { VERSION: "2.0.0" },
  bad: { VERSION: "bad", FAIL_RATIO: "0.5" },
};

/**
 * Pushes the gRPC server under any name.
 * @param binary Absolute path of `grpc-echo`.
 * @param environment What the image tells its containers; see `lab/tools/grpc-echo`.
 */
export function pushEcho(
  registry: RegistryAccess,
  binary: string,
  target: PushTarget,
  environment: Readonly<Record<string, string>>,
): Promise<Pushed> {
  return pushImage(registry, {
    ...target,
    layers: [[{ path: "grpc-echo", content: readFileSync(binary), mode: 0o755 }]],
    platform: { os: "linux", architecture: process.arch === "x64" ? "amd64" : process.arch },
    config: {
      Entrypoint: ["/grpc-echo"],
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      ExposedPorts: { "80/tcp": {} },
    },
  });
}

/** Pushes those tags of the gRPC server that the registry lacks. */
export async function ensureEchoImages(registry: RegistryAccess, binary: string): Promise<void> {
  for (const [tag, environment] of Object.entries(ECHO_TAGS)) {
    const target = { repository: ECHO_REPOSITORY, tag };
    if ((await tagDigest(registry, target)) === undefined)
      await pushEcho(registry, binary, target, environment);
  }
}
