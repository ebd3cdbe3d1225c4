import type { FakeNameServer } from "../../../clients/dns/fake.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import type { OpenNameServer } from "../../../providers/targets/name-server.js";

export const ZONE = "apps.test";

/** Who asks. */
export interface Asker {
  readonly token?: string;
  readonly stack?: string;
  readonly resource?: string;
}

/** A handler's context in a stack that has one name server. What is told is added to the lines. */
export function contextWith(
  client: FakeNameServer,
  lines: string[],
  { token = "t1", stack = "dev", resource = "web" }: Asker = {},
): KindContext {
  const tell = (line: string): void => void lines.push(line);
  const key = { name: "groundplan", algorithm: "hmac-sha256", secret: Buffer.alloc(32, 1) } as const;
  const open: OpenNameServer = { name: "main", client, port: 53, key, zones: [ZONE] };
  return {
    ...{ urn: "urn", resource, token, scope: { installation: "i", project: "shop", stack } },
    ...{ signal: new AbortController().signal, info: tell, warn: tell, status: tell, now: () => 0 },
    target: <C>() => Promise.resolve(open as C),
  };
}
