import { z } from "zod";
import { canonicalIp } from "../scalars/ip-address.js";
import { canonicalRange } from "../scalars/ip-range.js";

const key = z.string().min(1);
const gibibytes = z.int().min(1);
const address = z.string().refine((text) => canonicalIp(text) !== undefined, "must be an IP address");
const addressWithPrefix = z
  .string()
  .refine(
    (text) => canonicalRange(text) !== undefined,
    "must be an address with its prefix, as 203.0.113.7/24",
  );
const diskType = z.enum(["hdd", "ssd"]);

/** A program for a node: fetched and checked, or there already. */
const binary = z.union([
  z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256: 64 lower-case hexadecimal digits"),
  }),
  z.strictObject({ path: z.string().regex(/^\//, "must be the absolute path of a program on the node") }),
]);

const placed = {
  /** Name of the node, from `groundplan:nodes`; with an explorer the node's id there. */
  node: key,
  description: z.string().default(""),
};

/** Room on a disk that containers mount. */
export const declaredVolume = z.strictObject({
  ...placed,
  /** GiB. */
  size: gibibytes,
  /** Default ssd. */
  type: diskType.default("ssd"),
});

/** A namespace of a 0-db; its password is among the secrets. */
export const declaredZdb = z.strictObject({
  ...placed,
  /** GiB. */
  size: gibibytes,
  /** Who chooses keys: the 0-db counts them up, or its user names them. Default user. */
  mode: z.enum(["seq", "user"]).default("user"),
  /** Default hdd. */
  diskType: diskType.default("hdd"),
  /** Whether it can be read without the password. Default false. */
  public: z.boolean().default(false),
  /** The 0-db to run. */
  server: binary.exactOptional(),
});

/** A container; its secret environment is among the secrets. */
export const declaredContainer = z.strictObject({
  ...placed,
  /** OCI reference of what it runs. */
  image: key,
  environment: z.record(z.string(), z.string()).default({}),
  /** Default: the image's own. */
  entrypoint: z.string().default(""),
  /** Whether it has a terminal. Default false. */
  interactive: z.boolean().default(false),
  /** Where volumes of the reservation are mounted, by their keys. Default none. */
  volumes: z.record(z.string(), z.string()).default({}),
  /** Network of the reservation, by its key. Default none. */
  network: key.exactOptional(),
  /** Inside the node's subnet of that network. */
  ip: address.exactOptional(),
  publicIp6: z.boolean().default(false),
  /** Processors. Default 1. */
  cpu: z.int().min(1).default(1),
  /** MiB. Default 512. */
  memory: z.int().min(64).default(512),
  /** Of the root disk. Default ssd. */
  diskType: diskType.default("ssd"),
  /** Root disk, MiB; 0 for no limit. Default 256. */
  diskSize: z.int().min(0).default(256),
  /** Where output goes, `redis://host:port/channel`. Default nowhere. */
  logs: z
    .array(z.strictObject({ stdout: z.string().default(""), stderr: z.string().default("") }))
    .default([]),
  /** Where figures go, `redis://host:port/channel`. Default nowhere. */
  stats: z.array(z.strictObject({ endpoint: z.string() })).default([]),
  /** Figures in the old form. Default none. */
  statsAggregator: z.array(z.strictObject({ addr: z.string(), port: z.int() })).default([]),
  /** Storage behind an flist. Default none. */
  hubUrl: z.string().default(""),
});

/** A Kubernetes node; the secret of its cluster is among the secrets. */
export const declaredKubernetes = z.strictObject({
  ...placed,
  /** 1 to 18, or −1 for `customSize`. */
  size: z.int(),
  /** Processors, and GiB of memory and disk. */
  customSize: z
    .strictObject({ cpu: z.int().min(1), memory: z.number().positive(), disk: z.number().positive() })
    .exactOptional(),
  /** Network of the reservation, by its key. */
  network: key,
  /** Inside the node's subnet of that network. */
  ip: address,
  /** Default none: the node is a master. */
  masterIps: z.array(address).default([]),
  sshKeys: z.array(z.string()).default([]),
  disableDefaultIngress: z.boolean().default(false),
  /** Public address of the reservation, by its key. Default none. */
  publicIp: key.exactOptional(),
  /** The Kubernetes to run. */
  binary: binary.exactOptional(),
  /**
   * File of the project folder that gets the kubeconfig, for a cluster of `groundplan:clusters` that names it. Not part
   * of the document. Default none.
   */
  kubeconfigFile: z.string().min(1).exactOptional(),
});

/** An address of the outside that leads to something inside. */
export const declaredPublicIp = z.strictObject({
  ...placed,
  /** With its prefix: `203.0.113.7/24`. */
  address: addressWithPrefix,
  gateway: address.exactOptional(),
  /** Where it leads. Default nowhere. */
  target: z.strictObject({ network: key, ip: address }).exactOptional(),
});
