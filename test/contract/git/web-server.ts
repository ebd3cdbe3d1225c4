import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { tempFolder } from "../plugins/temp-folder.js";

/** What a server of git repositories does. */
export interface WebServerOptions {
  /** The folder whose repositories it serves. */
  readonly folder: string;
  /** Who is let in; everybody when left out. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Serves https, with a certificate of its own. Default false. */
  readonly tls?: boolean;
  /** Speaks the protocol of old servers, which give out only what has a name. Default false. */
  readonly old?: boolean;
  /** Answers in place of git. */
  readonly answer?: RequestListener;
}

/** git's own server program behind HTTP on loopback. */
export interface WebServer {
  readonly url: string;
  /** The certificate to trust, PEM; empty without TLS. */
  readonly certificate: string;
  /** The `authorization` headers that came. */
  readonly authorizations: readonly string[];
  close(): Promise<void>;
}

export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const authorizations: string[] = [];
  const listener: RequestListener = (request, response) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) authorizations.push(authorization);
    if (options.answer !== undefined) options.answer(request, response);
    else if (isLetIn(authorization, options)) serve(request, response, options);
    else response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
  };
  const certificate = options.tls === true ? newCertificate() : undefined;
  const server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `${certificate === undefined ? "http" : "https"}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    certificate: certificate?.cert ?? "",
    authorizations,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isLetIn(authorization: string | undefined, { login }: WebServerOptions): boolean {
  if (login === undefined) return true;
  const expected = Buffer.from(`${login.user}:${login.password}`).toString("base64");
  return authorization === `Basic ${expected}`;
}

function serve(request: IncomingMessage, response: ServerResponse, options: WebServerOptions): void {
  const url = new URL(request.url ?? "", "http://git");
  const protocol = request.headers["git-protocol"];
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: options.folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      ...(protocol === undefined || options.old === true ? {} : { GIT_PROTOCOL: String(protocol) }),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.once("close", () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    let status = 200;
    for (const line of output.subarray(0, end).toString("utf8").split("\r\n")) {
      const [name = "", value = ""] = line.split(": ");
      if (name.toLowerCase() === "status") status = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.writeHead(status).end(output.subarray(end + 4));
  });
}

function newCertificate(): { readonly key: string; readonly cert: string } {
  const [key, cert] = ["server.key", "server.crt"].map((name) => path.join(tempFolder(), name)) as [
    string,
    string,
  ];
  const kind = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
  ];
  const name = ["-subj", "/CN=git", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", [...kind, ...name, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}
