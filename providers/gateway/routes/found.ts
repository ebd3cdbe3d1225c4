import { z } from "zod";

/** What is found of a route: its file, and what the running haproxy does. Places are `<address> <port>`, or nothing. */
export const routeFound = {
  file: z.enum(["kept", "missing", "broken"]),
  /** What the file says; nothing unless it is kept. */
  domain: z.string(),
  http: z.string(),
  tls: z.string(),
  /** Whether haproxy answers; what it forwards to says nothing otherwise. */
  answers: z.boolean(),
  liveHttp: z.string(),
  liveTls: z.string(),
};

/** A route as it was found. */
export type RouteFound = z.output<z.ZodObject<typeof routeFound>>;

/** Where the two sorts of traffic are to go: `<address> <port>`, or nothing. */
export interface Places {
  readonly http: string;
  readonly tls: string;
}

/** What differs of a route's file and is no input. */
export function fileDrift({ file, domain }: RouteFound, wanted: string): readonly string[] {
  if (file === "missing") return ["route: missing"];
  if (file === "broken") return ["route: cannot be read"];
  return domain === wanted ? [] : [`route: is of ${domain}`];
}

/** What the running haproxy does otherwise than it should. */
export function liveDrift({ answers, liveHttp, liveTls }: RouteFound, wanted: Places): readonly string[] {
  if (!answers) return ["haproxy: does not answer"];
  return [...placeDrift("HTTP", liveHttp, wanted.http), ...placeDrift("TLS", liveTls, wanted.tls)];
}

function placeDrift(what: string, live: string, wanted: string): readonly string[] {
  if (live === wanted) return [];
  if (live === "") return [`haproxy: does not forward ${what}`];
  return [`haproxy: forwards ${what} to ${live.replace(" ", " port ")}`];
}

/** A place in its parts; undefined for none. */
export function placeOf(text: string): { readonly ip: string; readonly port: number } | undefined {
  const [ip = "", port = ""] = text.split(" ");
  return text === "" ? undefined : { ip, port: Number(port) };
}
