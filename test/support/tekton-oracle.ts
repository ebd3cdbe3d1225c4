import { randomUUID } from "node:crypto";
import https from "node:https";
import path from "node:path";
import { z } from "zod";
import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubeObject } from "../../clients/kubernetes/types.js";
import { Supervisor } from "../../lab/host/supervisor.js";
import { nodeAddresses } from "../../lab/profiles/kubelet/network.js";
import { HOLDER } from "../../lab/profiles/kubelet/holder.js";
import { toolboxSource } from "../../lab/profiles/index.js";
import { labFolder } from "../../lab/state/folder.js";
import type { JsonValue } from "../../model/shared/json.js";
import type { TestLab } from "./lab.js";
import { patched, patchOperation, type PatchOperation } from "./json-patch.js";
import { until } from "./until.js";

const DAEMON = "tekton-webhook";
const NAMESPACE = "tekton-pipelines";
const SERVICE = "tekton-pipelines-webhook";
const PORTS = { serve: 8443, health: 8082, metrics: 9092, profiling: 8009 };
/** What is said of an object whose judgement ends in a crash of the webhook. */
const CRASHED = "the webhook breaks at this object";
const SILENT = { line: () => undefined, status: () => undefined };

const QUIET = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespace: NAMESPACE, name: "config-logging" },
  data: { "loglevel.webhook": "fatal" },
};

const review = z.object({
  response: z.object({
    allowed: z.boolean(),
    patch: z.string().optional(),
    status: z.object({ message: z.string().default("") }).optional(),
  }),
});

/** What the webhook says of an object that is to be created. */
export type Verdict =
  | { readonly allowed: true; readonly object: JsonValue }
  | {
      readonly allowed: false;
      /** Which of the webhook's two steps refused. */
      readonly step: "defaulting" | "validation";
      readonly message: string;
    };

/**
 * Tekton's admission webhook as a judge: it runs beside a lab's controller, but the API server does not know of it, so
 * it is asked directly.
 */
export class TektonOracle {
  private constructor(
    private readonly lab: TestLab,
    private readonly address: string,
    private readonly certificate: string,
    private readonly agent: https.Agent,
  ) {}

  /** Starts the webhook in a lab with the profile `tekton` that is up. */
  static async start(lab: TestLab): Promise<TektonOracle> {
    const folder = labFolder(lab.folder);
    const binary = await toolboxSource(SILENT).tool("tekton-webhook");
    const { node } = await nodeAddresses(folder, true);
    const client = await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } });
    try {
      const secret = {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { namespace: NAMESPACE, name: "webhook-certs" },
      };
      await client.apply(secret, { fieldManager: "test" });
      // Else it writes each object that it is asked about into its log, several times.
      await client.apply(QUIET, { fieldManager: "test", force: true });
      await new Supervisor(folder, SILENT).ensure([
        {
          name: DAEMON,
          binary,
          args: [`-kubeconfig=${path.join(lab.folder, "tekton", "kubeconfig")}`, "-disable-ha"],
          env: {
            SYSTEM_NAMESPACE: NAMESPACE,
            WEBHOOK_SERVICE_NAME: SERVICE,
            METRICS_DOMAIN: "tekton.dev/pipeline",
            CONFIG_LEADERELECTION_NAME: "config-leader-election-webhook",
            WEBHOOK_PORT: String(PORTS.serve),
            PROBES_PORT: String(PORTS.health),
            METRICS_PROMETHEUS_PORT: String(PORTS.metrics),
            PROFILING_PORT: String(PORTS.profiling),
          },
          within: HOLDER,
          probe: { type: "tcp", host: node, port: PORTS.serve },
          readyWithinMs: 60_000,
          address: node,
        },
      ]);
      const certificate = await until("the webhook's certificate", async () => {
        const found = (await client.get({
          apiVersion: "v1",
          kind: "Secret",
          namespace: NAMESPACE,
          name: "webhook-certs",
        })) as { data?: Record<string, string> } | undefined;
        // Not the authority: this one bears the same name, so it counts as signed by itself.
        const encoded = found?.data?.["server-cert.pem"];
        return encoded !== undefined && Buffer.from(encoded, "base64").toString("utf8");
      });
      const agent = new https.Agent({ keepAlive: true, maxSockets: 4 });
      return new TektonOracle(lab, node, certificate, agent);
    } finally {
      await client.close();
    }
  }

  /** Lets the webhook complete an object and then judge it, as the API server would on its creation. */
  async judge(object: KubeObject): Promise<Verdict> {
    const defaulting = await this.ask("/defaulting", plain(object));
    if (!defaulting.allowed) return refused("defaulting", defaulting);
    const completed = patched(plain(object), operationsOf(defaulting));
    const validation = await this.ask("/resource-validation", completed);
    return validation.allowed ? { allowed: true, object: completed } : refused("validation", validation);
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    await this.lab.kill(DAEMON);
  }

  /** An object at which the webhook itself breaks is refused too: the API server lets nothing pass unjudged. */
  private async ask(step: string, object: JsonValue): Promise<Answer> {
    try {
      return await this.post(step, object);
    } catch (error) {
      if (!isReset(error)) throw error;
      // Once more: the connection may only have been an old one.
      return this.post(step, object).catch((again: unknown) => {
        if (!isReset(again)) throw again;
        return { allowed: false, status: { message: CRASHED } };
      });
    }
  }

  private post(step: string, object: JsonValue): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = https.request(
        `https://${this.address}:${PORTS.serve}${step}`,
        {
          method: "POST",
          agent: this.agent,
          ca: this.certificate,
          servername: `${SERVICE}.${NAMESPACE}.svc`,
          headers: { "content-type": "application/json" },
          timeout: 10_000,
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("error", reject);
          response.on("end", () => {
            const text = Buffer.concat(parts).toString("utf8");
            const answer = response.statusCode === 200 ? answered(text) : undefined;
            if (answer === undefined)
              reject(new Error(`the webhook answers ${response.statusCode ?? 0}: ${text}`));
            else resolve(answer);
          });
        },
      );
      request.on("timeout", () => request.destroy(new Error("the webhook does not answer")));
      request.on("error", reject);
      request.end(JSON.stringify(reviewOf(object)));
    });
  }
}

function isReset(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET";
}

type Answer = z.infer<typeof review>["response"];

function answered(text: string): Answer {
  return review.parse(JSON.parse(text)).response;
}

function refused(step: "defaulting" | "validation", { status }: Answer): Verdict {
  return { allowed: false, step, message: status?.message ?? "" };
}

function operationsOf({ patch }: Answer): readonly PatchOperation[] {
  if (patch === undefined) return [];
  return operations.parse(JSON.parse(Buffer.from(patch, "base64").toString("utf8")));
}

// No changes are told as null.
const operations = z
  .array(patchOperation)
  .nullable()
  .transform((list) => list ?? []);

const kind = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
});

function reviewOf(object: JsonValue): object {
  const { kind: name, metadata } = kind.parse(object);
  const type = { group: "tekton.dev", version: "v1" };
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: randomUUID(),
      kind: { ...type, kind: name },
      resource: { ...type, resource: `${name.toLowerCase()}s` },
      name: metadata.name,
      namespace: metadata.namespace,
      operation: "CREATE",
      userInfo: { username: "test" },
      object,
    },
  };
}

function plain(object: KubeObject): JsonValue {
  return JSON.parse(JSON.stringify(object)) as JsonValue;
}
