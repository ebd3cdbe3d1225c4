/**
 * What stands for 0-db on the lab's nodes: it has 0-db's command line, speaks its protocol with its answers, keeps what
 * it is given on disk, and enforces passwords and limits. It is one file without imports of ours, since it runs on the
 * node by itself.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** What the test has told in front of this text: a property that cannot be set. */
declare const SETTINGS: { readonly refuses?: string };

interface Settings {
  password: string | null;
  public: boolean;
  maxsize: number;
}

interface Namespace {
  readonly name: string;
  readonly settings: Settings;
  readonly entries: Map<string, Buffer>;
  used: number;
}

interface Client {
  admin: boolean;
  writable: boolean;
  namespace: Namespace;
}

type Answer = string | Buffer | readonly string[];

const { values: options } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string", default: "./zdb-data" },
    index: { type: "string", default: "./zdb-index" },
    mode: { type: "string", default: "user" },
    listen: { type: "string", default: "0.0.0.0" },
    port: { type: "string", default: "9900" },
    socket: { type: "string" },
    dualnet: { type: "boolean", default: false },
    admin: { type: "string" },
    protect: { type: "boolean", default: false },
  },
});

const LONGEST_NAME = 128;
const LONGEST_VALUE = 63;
const namespaces = new Map<string, Namespace>();

function settingsFile(name: string): string {
  return join(options.index, name, "settings.json");
}

function dataFile(name: string): string {
  return join(options.data, name, "data");
}

function make(name: string, settings: Settings): Namespace {
  for (const root of [options.data, options.index]) mkdirSync(join(root, name), { recursive: true });
  const namespace: Namespace = { name, settings, entries: new Map(), used: 0 };
  namespaces.set(name, namespace);
  return namespace;
}

function commit({ name, settings }: Namespace): void {
  writeFileSync(settingsFile(name), JSON.stringify(settings));
}

function load(name: string): void {
  const namespace = make(name, JSON.parse(readFileSync(settingsFile(name), "utf8")) as Settings);
  if (!existsSync(dataFile(name))) return;
  for (const line of readFileSync(dataFile(name), "utf8").split("\n").filter(Boolean)) {
    const [key = "", value = ""] = line.split(" ");
    put(namespace, key, value === "-" ? undefined : Buffer.from(value, "base64"));
  }
}

function put(namespace: Namespace, key: string, value: Buffer | undefined): void {
  namespace.used += (value?.length ?? 0) - (namespace.entries.get(key)?.length ?? 0);
  if (value === undefined) namespace.entries.delete(key);
  else namespace.entries.set(key, value);
}

function store(namespace: Namespace, key: string, value: Buffer | undefined): void {
  put(namespace, key, value);
  appendFileSync(dataFile(namespace.name), `${key} ${value?.toString("base64") ?? "-"}\n`);
}

/** What 0-db says of space that is not there, which is counted without a sign. */
function unsigned(value: number): string {
  return BigInt.asUintN(64, BigInt(value)).toString();
}

function about({ name, entries, used, settings }: Namespace): Buffer {
  const yes = (flag: boolean): string => (flag ? "yes" : "no");
  const lines = [
    "# namespace",
    `name: ${name}`,
    `entries: ${entries.size}`,
    `public: ${yes(settings.public)}`,
    "worm: no",
    "locked: no",
    `password: ${yes(settings.password !== null)}`,
    `data_size_bytes: ${used}`,
    `data_limits_bytes: ${settings.maxsize}`,
    `mode: ${options.mode === "seq" ? "sequential" : "userkey"}`,
    `space_available: ${unsigned(settings.maxsize - used)}`,
  ];
  return Buffer.from(`${lines.join("\n")}\n`);
}

function set(client: Client, key: Buffer, value: Buffer): Answer {
  const { namespace } = client;
  if (!client.writable) return "-Namespace is in read-only mode";
  const { maxsize } = namespace.settings;
  if (maxsize > 0 && namespace.used + value.length > maxsize) return "-No space left on this namespace";
  let name = key;
  if (options.mode === "seq" && key.length === 0) {
    name = Buffer.alloc(4);
    name.writeUInt32LE(namespace.entries.size);
  } else if (key.length === 0) return "-Invalid argument";
  store(namespace, name.toString("base64"), value);
  return name;
}

function setProperty(namespace: Namespace | undefined, property: string, value: string): Answer {
  if (value.length > LONGEST_VALUE) return "-Invalid value";
  if (namespace === undefined) return "-Namespace not found";
  const { settings } = namespace;
  if (property === SETTINGS.refuses) return "-Invalid property";
  if (property === "password") settings.password = value === "*" ? null : value;
  else if (property === "public") settings.public = value.startsWith("1");
  else if (property === "maxsize") settings.maxsize = Number(value);
  else if (property === "mode") return "-This server instance is configured to use a single runtime mode";
  else return "-Invalid property";
  commit(namespace);
  return "+OK";
}

function select(client: Client, namespace: Namespace | undefined, password: string | undefined): Answer {
  if (namespace === undefined) return "-Namespace not found";
  const wanted = namespace.settings.password;
  if (wanted !== null && password === undefined && !namespace.settings.public)
    return "-Namespace protected and private";
  if (wanted !== null && password !== undefined && password !== wanted) return "-Access denied";
  client.namespace = namespace;
  client.writable = wanted === null || password !== undefined;
  return "+OK";
}

function administer(client: Client, command: string, name: string, rest: readonly string[]): Answer {
  if (!client.admin) return "-Permission denied";
  const namespace = namespaces.get(name);
  if (name.length > LONGEST_NAME) return "-Namespace too long";
  if (command === "NSSET") return setProperty(namespace, rest[0] ?? "", rest[1] ?? "");
  if (command === "NSNEW") {
    if (namespace !== undefined) return "-This namespace is not available";
    commit(make(name, { password: null, public: true, maxsize: 0 }));
    return "+OK";
  }
  if (namespace === undefined) return "-This namespace doesn't exists";
  if (client.namespace === namespace) return "-Cannot remove namespace you're currently using.";
  for (const root of [options.data, options.index]) rmSync(join(root, name), { recursive: true });
  namespaces.delete(name);
  return "+OK";
}

function answer(client: Client, words: readonly Buffer[]): Answer {
  const [first = Buffer.alloc(0), second = Buffer.alloc(0), third = Buffer.alloc(0)] = words;
  const command = first.toString().toUpperCase();
  const name = second.toString();
  switch (command) {
    case "PING":
      return "+PONG";
    case "AUTH":
      if (name !== options.admin) return "-Access denied";
      client.admin = true;
      return "+OK";
    case "NSNEW":
    case "NSSET":
    case "NSDEL":
      return administer(client, command, name, words.slice(2).map(String));
    case "NSINFO": {
      const namespace = namespaces.get(name);
      return namespace === undefined ? "-Namespace not found" : about(namespace);
    }
    case "NSLIST":
      return [...namespaces.keys()];
    case "SELECT":
      return select(client, namespaces.get(name), words.length > 2 ? third.toString() : undefined);
    case "SET":
      return set(client, second, third);
    case "GET":
      return client.namespace.entries.get(second.toString("base64")) ?? "$-1";
    case "DEL":
      if (!client.writable) return "-Namespace is in read-only mode";
      if (!client.namespace.entries.has(second.toString("base64"))) return "-Key not found";
      store(client.namespace, second.toString("base64"), undefined);
      return "+OK";
    // For tests only: a namespace that holds as much, without holding it.
    case "PRETEND": {
      const namespace = namespaces.get(name);
      if (!client.admin || namespace === undefined) return "-Permission denied";
      namespace.used = Number(third.toString());
      return "+OK";
    }
    case "DBSIZE":
      return `:${client.namespace.entries.size}`;
    default:
      return "-Command not supported";
  }
}

function encoded(said: Answer): Buffer {
  if (typeof said === "string") return Buffer.from(`${said}\r\n`);
  if (Buffer.isBuffer(said))
    return Buffer.concat([Buffer.from(`$${said.length}\r\n`), said, Buffer.from("\r\n")]);
  return Buffer.concat([
    Buffer.from(`*${said.length}\r\n`),
    ...said.map((item) => encoded(Buffer.from(item))),
  ]);
}

/** The first command that is whole, and what comes behind it. */
function firstCommand(input: Buffer): { words: Buffer[]; rest: Buffer } | undefined {
  const lineEnd = input.indexOf("\r\n");
  if (lineEnd === -1) return undefined;
  const words: Buffer[] = [];
  let at = lineEnd + 2;
  for (let left = Number(input.toString("latin1", 1, lineEnd)); left > 0; left -= 1) {
    const headEnd = input.indexOf("\r\n", at);
    if (headEnd === -1) return undefined;
    const begin = headEnd + 2;
    const end = begin + Number(input.toString("latin1", at + 1, headEnd));
    if (input.length < end + 2) return undefined;
    words.push(input.subarray(begin, end));
    at = end + 2;
  }
  return { words, rest: input.subarray(at) };
}

function serve(socket: Socket): void {
  const everything = defaultNamespace();
  const client: Client = {
    admin: options.admin === undefined,
    writable: !options.protect,
    namespace: everything,
  };
  let input = Buffer.alloc(0);
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    input = Buffer.concat([input, chunk]);
    for (let next = firstCommand(input); next !== undefined; next = firstCommand(input)) {
      input = Buffer.from(next.rest);
      if (!namespaces.has(client.namespace.name)) {
        socket.destroy();
        return;
      }
      socket.write(encoded(answer(client, next.words)));
    }
  });
}

function defaultNamespace(): Namespace {
  const settings = { password: options.protect ? (options.admin ?? null) : null, public: true, maxsize: 0 };
  return namespaces.get("default") ?? make("default", settings);
}

for (const root of [options.data, options.index]) mkdirSync(root, { recursive: true });
for (const name of readdirSync(options.index)) if (existsSync(settingsFile(name))) load(name);
defaultNamespace();
const failed = (error: Error): void => {
  console.error(`[-] ${error.message}`);
  process.exit(1);
};
if (options.socket !== undefined) createServer(serve).on("error", failed).listen(options.socket);
if (options.socket === undefined || options.dualnet) {
  createServer(serve).on("error", failed).listen(Number(options.port), options.listen);
}
