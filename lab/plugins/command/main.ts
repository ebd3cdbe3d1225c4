import { npmVersion } from "../npm-version.js";
import { servePlugin } from "../rpc/serve.js";
import { CommandProvider } from "./provider.js";

void servePlugin(new CommandProvider(npmVersion("command")), process.argv.slice(2));
