import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pushImage, registryAccess, REGISTRY_HOST } from "../../lab/profiles/index.js";
import { labFolder } from "../../lab/state/folder.js";
import type { TestLab } from "./lab.js";

/** What the image's server says by HTTP at port 80, and by TLS at port 443. */
export const WEB_PAGES = { http: "the container by HTTP", tls: "the container by TLS" } as const;

const SERVER = `
const { createServer } = require("node:http");
const { createServer: createSecure } = require("node:https");
const { CERTIFICATE: cert, PRIVATE_KEY: key } = process.env;
const saying = (page) => (request, response) => response.setHeader("connection", "close").end(page);
createServer(saying(${JSON.stringify(WEB_PAGES.http)})).listen(80);
createSecure({ cert, key }, saying(${JSON.stringify(WEB_PAGES.tls)})).listen(443);
process.on("SIGTERM", () => process.exit(0));
`;

/**
 * Has the lab's registry hold an image with a web server, which takes its certificate and key (PEM) from the variables
 * `CERTIFICATE` and `PRIVATE_KEY`. It is the interpreter that runs the tests, and the libraries that this needs.
 *
 * @returns The image's name.
 */
export async function pushWebImage(lab: TestLab): Promise<string> {
  const target = { repository: "test/web", tag: "1" };
  const program = (path: string) => ({ path, content: readFileSync(`/${path}`), mode: 0o755 });
  const libraries = execFileSync("ldd", [process.execPath], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
  const libraryFiles = [...new Set(libraries)].map((file) => program(file.slice(1)));
  const interpreter = { path: "bin/node", content: readFileSync(process.execPath), mode: 0o755 };
  await pushImage(registryAccess(labFolder(lab.folder)), {
    ...target,
    layers: [[...libraryFiles, interpreter, { path: "server.js", content: SERVER }]],
    config: { Entrypoint: ["/bin/node", "/server.js"], Env: ["PATH=/bin"] },
  });
  return `${REGISTRY_HOST}/${target.repository}:${target.tag}`;
}
