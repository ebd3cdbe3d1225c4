import { NODES, type NodeName } from "../../lab/profiles/index.js";
import { dynamicProviders, engines, programs, type RunningProcess } from "./processes.js";
import { finished, type TestStack } from "./stack.js";
import { until } from "./until.js";

/** A call on a node, counted from 1. */
export interface Point {
  readonly node: NodeName;
  readonly call: number;
}

/** Whom a kill hits; what the engine has started ends by itself. */
export type Victim = "provider" | "engine";

/** The start of every script that we send. */
export const SCRIPTS: Readonly<Record<string, string>> = { timeout: "*'sh -eu'" };

/**
 * Something before programs of the lab's nodes that counts their calls and has a node wait at one of them, so that an
 * operation can be killed while it is there.
 */
export class NodeGates {
  /**
   * @param say runs a script of root on a node, which has to succeed
   * @param counted programs that are called equally often each time, and which of their calls, as a pattern of `case`
   */
  constructor(
    private readonly say: (node: NodeName, script: string) => Promise<string>,
    private readonly counted: Readonly<Record<string, string>> = SCRIPTS,
  ) {}

  async open(): Promise<void> {
    await this.#onAll(() => gates(this.counted));
  }

  /** Counts from 0 again, on all nodes, and has one of them wait at a point. */
  async restart(point?: Point): Promise<void> {
    await this.#onAll(
      (node) =>
        `: >/root/calls; rm -f /root/waits; echo ${node === point?.node ? point.call : 0} >/root/wait-at`,
    );
  }

  /** How many calls there were on each node since the count began. */
  async calls(): Promise<Readonly<Record<NodeName, number>>> {
    const [node1 = 0, node2 = 0, node3 = 0] = (await this.#onAll(() => "wc -l </root/calls")).map(Number);
    return { node1, node2, node3 };
  }

  /**
   * Begins an operation of a stack, kills with SIGKILL while a node is at a call, and lets the node go on then.
   * @returns What the operation printed.
   */
  async killAt(
    stack: TestStack,
    point: Point,
    victim: Victim,
    operation: "up" | "destroy" = "up",
  ): Promise<string> {
    await this.restart(point);
    const progress = { ended: false };
    const run = finished(stack.startMake(operation)).finally(() => {
      progress.ended = true;
    });
    await until(`call ${point.call} on ${point.node}`, async () => {
      if (progress.ended)
        throw new Error(`the ${operation} ended before call ${point.call} on ${point.node}`);
      return (await this.say(point.node, "ls /root/waits 2>/dev/null || :")) !== "";
    });
    await killed(stack, victim);
    await this.say(point.node, "echo 0 >/root/wait-at; rm -f /root/waits");
    const { code, output } = await run;
    if (code === 0)
      throw new Error(`the ${operation} ended well although its ${victim} was killed:\n${output}`);
    return output;
  }

  async close(): Promise<void> {
    const files = Object.keys(this.counted).map((program) => `/usr/local/sbin/${program}`);
    await this.#onAll(() => `rm -f ${files.join(" ")} /root/calls /root/waits /root/wait-at`);
  }

  #onAll(script: (node: NodeName) => string): Promise<readonly string[]> {
    return Promise.all(NODES.map((node) => this.say(node, script(node))));
  }
}

/** Kills what works for a stack with SIGKILL, and waits until what it has started has ended. */
export async function killed(stack: TestStack, victim: Victim): Promise<void> {
  const { folder } = stack;
  kill(victim === "engine" ? engines(folder) : dynamicProviders(folder));
  await until(
    "the provider to be gone",
    () => [...dynamicProviders(folder), ...(victim === "engine" ? programs(folder) : [])].length === 0,
  );
}

function gates(counted: Readonly<Record<string, string>>): string {
  const one = ([program, calls]: readonly [string, string]): string => `
real=$(PATH=/usr/sbin:/usr/bin:/sbin:/bin; command -v ${program})
cat >/usr/local/sbin/${program} <<END
#!/bin/sh
case "\\$*" in
  ${calls})
    call=\\$(flock /root/calls sh -c 'echo ${program} >>/root/calls; wc -l </root/calls')
    if [ "\\$call" = "\\$(cat /root/wait-at)" ]; then
      : >/root/waits
      while [ -e /root/waits ]; do sleep 0.05; done
    fi ;;
esac
exec $real "\\$@"
END
chmod 755 /usr/local/sbin/${program}`;
  return `: >/root/calls\necho 0 >/root/wait-at\n${Object.entries(counted).map(one).join("\n")}`;
}

function kill(processes: readonly RunningProcess[]): void {
  expect(processes).not.toEqual([]);
  for (const { pid } of processes) {
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }
}
