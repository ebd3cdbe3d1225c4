import { servePlugin } from "../rpc/serve.js";
import { LAB_AUTHORITY } from "../launcher.js";
import { npmVersion } from "../npm-version.js";
import { KubernetesProvider } from "./provider.js";

void servePlugin(
  new KubernetesProvider({
    version: npmVersion("kubernetes"),
    authorityFile: process.env[LAB_AUTHORITY],
    env: process.env,
  }),
  process.argv.slice(2),
);
