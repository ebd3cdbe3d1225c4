import { Failure } from "../../../model/shared/errors.js";
import { isUnknown, plain, plainBag, type Bag } from "../rpc/bag.js";
import type {
  CheckAnswer,
  CheckQuestion,
  CreateQuestion,
  DeleteQuestion,
  DiffAnswer,
  DiffQuestion,
  ReadAnswer,
  ReadQuestion,
  ResourceProvider,
  UpdateQuestion,
} from "../rpc/provider.js";
import { checkResource } from "./check.js";
import { diffResource } from "./diff.js";
import { noKubeconfig } from "./no-kubeconfig.js";
import type { Session } from "./operation.js";
import { Scopes } from "./scope.js";
import { readSettings } from "./settings.js";

/** What a process is started with. */
export interface Surroundings {
  /** Version of the npm package `@pulumi/kubernetes`. */
  readonly version: string;
  /** PEM file of the lab's authority; undefined where any cluster is allowed. */
  readonly authorityFile: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The part of the official Kubernetes provider that the program relies on. What talks to a cluster or reads a
 * kubeconfig is loaded when it is first needed: the process shall be quick to start.
 */
export class KubernetesProvider implements ResourceProvider {
  readonly name = "kubernetes";
  readonly version: string;
  private readonly interrupt = new AbortController();
  private configured: (Session & { readonly scopes: Scopes }) | undefined;

  constructor(private readonly surroundings: Surroundings) {
    this.version = surroundings.version;
  }

  checkConfig(news: Bag): Promise<CheckAnswer> {
    const kubeconfig = plain(news["kubeconfig"]);
    const isThere = isUnknown(kubeconfig) || (typeof kubeconfig === "string" && kubeconfig !== "");
    const faults = isThere ? [] : [{ property: "", reason: noKubeconfig().message }];
    return Promise.resolve({ inputs: news, faults });
  }

  async diffConfig(olds: Bag, news: Bag): Promise<DiffAnswer> {
    const { diffConfig } = await import("./diff-config.js");
    return diffConfig(olds, news);
  }

  async configure(inputs: Bag): Promise<void> {
    const settings = readSettings(inputs, this.surroundings.env);
    const { Cluster } = await import("./cluster.js");
    const cluster = await Cluster.choose(settings, this.surroundings.authorityFile);
    this.configured = { settings, cluster, signal: this.interrupt.signal, scopes: new Scopes(cluster) };
  }

  async invoke(token: string, args: Bag): Promise<Bag> {
    if (token !== "kubernetes:yaml:decode") {
      throw new Failure({
        what: `the lab's plugin does not offer the function ${token}`,
        next: "Use the official plugin",
      });
    }
    const { text, defaultNamespace } = plainBag(args);
    if (typeof text !== "string") throw new Failure({ what: "the text is missing", where: token });
    const { decodeYaml } = await import("./yaml-decode.js");
    return { result: decodeYaml(text, typeof defaultNamespace === "string" ? defaultNamespace : "") };
  }

  async check(question: CheckQuestion): Promise<CheckAnswer> {
    const { settings, cluster, scopes } = this.session();
    if (settings.skipUpdateUnreachable && (await cluster.reach()).client === undefined) {
      question.say.warn("the cluster is unreachable: the resource is left as it is (skipUpdateUnreachable)");
      return { inputs: question.olds ?? question.news };
    }
    const { defaultNamespace } = cluster;
    return checkResource(question, { scopes, defaultNamespace, serverSideApply: settings.serverSideApply });
  }

  diff(question: DiffQuestion): Promise<DiffAnswer> {
    const { configMapsMutable: configMaps, secretsMutable: secrets } = this.session().settings;
    return Promise.resolve(diffResource(question, { configMaps, secrets }));
  }

  async create(question: CreateQuestion): Promise<{ readonly id: string; readonly state: Bag }> {
    const { createResource } = await import("./create.js");
    return createResource(question, this.session());
  }

  async read(question: ReadQuestion): Promise<ReadAnswer> {
    const { readResource } = await import("./read.js");
    return readResource(question, this.session());
  }

  async update(question: UpdateQuestion): Promise<Bag> {
    const { updateResource } = await import("./update.js");
    return updateResource(question, this.session());
  }

  async delete(question: DeleteQuestion): Promise<void> {
    const { deleteResource } = await import("./delete.js");
    return deleteResource(question, this.session());
  }

  cancel(): void {
    this.interrupt.abort();
  }

  private session(): Session & { readonly scopes: Scopes } {
    if (this.configured === undefined) throw noKubeconfig();
    return this.configured;
  }
}
