import { request, type ArtifactScene, type Artifacts } from "./artifact-scene.js";
import { TestStack } from "./stack.js";

/** Stacks beside that of a scene, which borrow from its pool `shared`. */
export class Borrowers {
  readonly #stacks: TestStack[] = [];

  constructor(private readonly scene: ArtifactScene) {}

  /** Declares the pool that is borrowed from; teams whose name begins with `guest-` may. */
  declarePool(numbers: { readonly total: number; readonly target: number }): void {
    const { scene } = this;
    const shared = scene.pool(request("shared"), { ...numbers, whitelist: ["guest-*"] });
    scene.declare({ pools: { shared } });
  }

  /** A stack with a lease `web`. */
  another(name: string, lease: Readonly<Record<string, unknown>>): TestStack {
    const { namespace } = this.scene;
    const whole = {
      ...{ artifact: "shared", cluster: "lab", namespace },
      ...{ results: ["endpoint"], publicResults: ["endpoint"], ...lease },
    };
    return this.stackOf(name, { leases: { web: whole } });
  }

  /** A stack of the team `guest-<name>`. */
  stackOf(name: string, artifacts: Artifacts): TestStack {
    const { scene } = this;
    const stack = new TestStack(scene.lab.folder, {}, undefined, name);
    this.#stacks.push(stack);
    stack.configure(scene.config({ team: `guest-${name}`, ...artifacts }));
    return stack;
  }

  /** Destroys and forgets them all. */
  async leave(): Promise<void> {
    for (const stack of this.#stacks.splice(0)) {
      await stack.make("destroy");
      await stack.dispose();
    }
  }
}

/** @throws Error with what the operation said when it failed */
export async function succeeds(stack: TestStack, operation: "up" | "destroy"): Promise<void> {
  const { code, output } = await stack.make(operation);
  if (code !== 0) throw new Error(`${operation} failed:\n${output}`);
}
