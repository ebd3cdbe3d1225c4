import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import type { FakeRequest } from "../../../clients/kubernetes/fake/requests.js";
import { KubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { createFakeRegistry, type FakeOciRegistry } from "../../../clients/oci/fake.js";
import { API_VERSION, GROUP, KINDS, VERSION } from "../../../model/imagehub/constants.js";
import {
  imageLabels,
  parseImageName,
  parseRepositoryName,
  repositoryLabels,
} from "../../../model/imagehub/image-name.js";
import type { OwnerScope } from "../../../model/shared/ownership.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import { PartialFailure } from "../../../providers/runtime/failure.js";
import type { Kind, KindInputs, KindOutputs, KindState } from "../../../providers/runtime/kind.js";

export const SCOPE: OwnerScope = { installation: "abc123", project: "shop", stack: "dev" };
export const START = Date.parse("2026-01-01T00:00:00Z");

/** A cluster and a registry, and the time they live in. */
export class World {
  now = START;
  readonly lines: string[] = [];
  readonly kubernetes: FakeKubernetes;
  readonly registry: FakeOciRegistry = createFakeRegistry({ host: "registry.test" });
  private tokens = 0;

  constructor(options: { readonly garbageCollection?: boolean } = {}) {
    this.kubernetes = new FakeKubernetes({
      now: () => new Date(this.now),
      garbageCollection: options.garbageCollection ?? false,
      kinds: Object.values(KINDS).map((kind) => ({
        group: GROUP,
        version: VERSION,
        kind,
        namespaced: false,
        ...(kind === KINDS.repository ? { plural: "repositories" } : {}),
      })),
    });
  }

  /** Organization, repository and images as the program's own resources would have made them. */
  declare(...names: readonly string[]): void {
    for (const name of names) {
      const parsed = parseImageName(name);
      if (!parsed.ok) throw new Error(name);
      this.repository(parsed.image.repositoryName);
      this.image(name);
    }
  }

  image(
    name: string,
    detail: Record<string, unknown> = {},
    more: { type?: string; metaName?: string } = {},
  ): KubeObject {
    const parsed = parseImageName(name);
    if (!parsed.ok) throw new Error(name);
    const { metaName = parsed.image.objectName, type = "cluster-image" } = more;
    return this.put({
      apiVersion: API_VERSION,
      kind: KINDS.image,
      metadata: { name: metaName, labels: imageLabels(parsed.image) },
      spec: { name, type, detail: { creatTime: "1970-01-01T00:00:00Z", ...detail } },
    });
  }

  repository(name: string): KubeObject {
    const parsed = parseRepositoryName(name);
    if (!parsed.ok) throw new Error(name);
    const { organization, objectName } = parsed.repository;
    this.organization(organization);
    return this.put({
      apiVersion: API_VERSION,
      kind: KINDS.repository,
      metadata: { name: objectName, labels: repositoryLabels(parsed.repository) },
      spec: { name, isPrivate: false },
    });
  }

  organization(name: string): KubeObject {
    return this.put({
      apiVersion: API_VERSION,
      kind: KINDS.organization,
      metadata: { name },
      spec: { name },
    });
  }

  find(kind: string, name: string): KubeObject | undefined {
    return this.kubernetes.peek({ apiVersion: API_VERSION, kind, name });
  }

  /** Writes so far; what is read only is not among them. */
  writes(): FakeRequest[] {
    return this.kubernetes.requests.filter(({ verb }) =>
      ["create", "apply", "replace", "patch", "delete"].includes(verb),
    );
  }

  newToken(): string {
    return `token-${++this.tokens}`;
  }

  context(resource: string, token: string, scope: OwnerScope = SCOPE): KindContext {
    const targets: Record<string, unknown> = { clusters: this.kubernetes, registries: this.registry };
    return {
      urn: `urn:pulumi:${scope.stack}::${scope.project}::pulumi-nodejs:dynamic/imagehub:X::${resource}`,
      resource,
      scope,
      token,
      signal: AbortSignal.timeout(20_000),
      // Each test names a target of the sort that the kind asks for.
      target: async <C>(type: { key: string }) => targets[type.key] as C,
      info: (line) => this.lines.push(line),
      warn: (line) => this.lines.push(`warning: ${line}`),
      status: () => undefined,
      now: () => this.now,
    };
  }

  private put(object: KubeObject): KubeObject {
    const name = object.metadata.name ?? "";
    const there = this.find(object.kind, name);
    if (there !== undefined) {
      const seeded = this.kubernetes.seed({ ...there, spec: object["spec"] });
      return seeded[0] ?? there;
    }
    return this.kubernetes.seed(object)[0] ?? object;
  }
}

/** What the engine keeps of a resource. */
interface Recorded<I extends KindInputs, O extends KindOutputs> extends KindState<I, O> {
  readonly id: string;
  readonly token: string;
  readonly pending: boolean;
}

/** One resource of a kind, driven through the handlers in the order in which the engine calls them. */
export class Driver<I extends KindInputs, O extends KindOutputs> {
  state: Recorded<I, O> | undefined;

  constructor(
    private readonly world: World,
    private readonly kind: Kind<I, O>,
    private readonly resource: string,
    private readonly scope: OwnerScope = SCOPE,
  ) {}

  check(raw: Record<string, unknown>): I {
    const parsed = this.kind.inputs.parse(raw);
    return this.kind.normalise?.(parsed) ?? parsed;
  }

  problems(raw: Record<string, unknown>): string[] {
    const parsed = this.kind.inputs.safeParse(raw);
    if (!parsed.success)
      return parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    const inputs = this.kind.normalise?.(parsed.data) ?? parsed.data;
    return (this.kind.problems?.(inputs) ?? []).map(({ path, reason }) => `${path}: ${reason}`);
  }

  async plan(raw: Record<string, unknown>) {
    const { plan } = await this.kind.handlers();
    const token = this.state?.token ?? "";
    return plan?.(this.world.context(this.resource, token, this.scope), {
      old: this.state,
      news: this.check(raw),
      unknown: [],
      preview: true,
    });
  }

  /** Create when nothing is recorded, else update. A failure leaves behind what the engine would record. */
  async up(raw: Record<string, unknown>): Promise<O> {
    const inputs = this.check(raw);
    const handlers = await this.kind.handlers();
    const token = this.state?.token ?? this.world.newToken();
    const context = this.world.context(this.resource, token, this.scope);
    try {
      if (this.state === undefined) {
        const { id, outputs } = await handlers.create(context, inputs);
        this.state = { id, inputs, outputs, token, pending: false };
        return outputs;
      }
      const { id } = this.state;
      const { outputs } = await handlers.update(context, id, this.state, inputs);
      this.state = { id, inputs, outputs, token, pending: false };
      return outputs;
    } catch (error) {
      if (error instanceof PartialFailure) {
        // The runtime records what a partial failure carries under the kind's own outputs.
        this.state = { id: error.id, inputs, outputs: error.outputs as O, token, pending: true };
      }
      throw error;
    }
  }

  /** Whether the object is there; the state is as refreshed. */
  async refresh(): Promise<boolean> {
    const { state } = this;
    if (state === undefined) throw new Error("nothing is recorded");
    const handlers = await this.kind.handlers();
    const found = await handlers.read(
      this.world.context(this.resource, state.token, this.scope),
      state.id,
      state,
    );
    if (found !== undefined) {
      const inputs = this.kind.normalise?.(this.kind.inputs.parse(found.inputs)) ?? found.inputs;
      this.state = { ...state, inputs, outputs: found.outputs };
      return true;
    }
    this.state = undefined;
    return false;
  }

  async down(recorded: Recorded<I, O> | undefined = this.state): Promise<void> {
    if (recorded === undefined) return;
    const handlers = await this.kind.handlers();
    await handlers.delete(
      this.world.context(this.resource, recorded.token, this.scope),
      recorded.id,
      recorded,
    );
    if (recorded === this.state) this.state = undefined;
  }
}

/** A lost connection, before or after the request took effect. */
export function lostConnection(): KubeError {
  return new KubeError("Unreachable", { what: "the connection was lost", where: "the test", status: 0 });
}

/**
 * Runs an operation once for each request that it sends and each moment of it, with that request failing, and then
 * again until it succeeds.
 *
 * @param make a fresh world and the operation
 * @param check what must hold in the end
 */
export async function withEveryFault<W extends { readonly world: World; run(): Promise<unknown> }>(
  make: () => Promise<W>,
  check: (made: W) => void | Promise<void>,
): Promise<number> {
  const clean = await make();
  const before = clean.world.kubernetes.requests.length;
  await clean.run();
  await check(clean);
  const count = clean.world.kubernetes.requests.length - before;
  for (let failing = 0; failing < count; failing++) {
    for (const moment of ["before", "after"] as const) {
      const made = await make();
      let seen = 0;
      const stop = made.world.kubernetes.inject((_request, when) => {
        if (when !== moment) return undefined;
        return seen++ === failing ? lostConnection() : undefined;
      });
      await made.run().catch((error: unknown) => {
        if (!(error instanceof Error) || !error.message.includes("the connection was lost")) throw error;
      });
      stop();
      await made.run();
      await check(made);
    }
  }
  return count;
}
