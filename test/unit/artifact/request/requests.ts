import fc from "fast-check";

/** The smallest request there is. */
export const MINIMAL = {
  name: "carv01",
  total: 1,
  target: 1,
  build: {
    tasks: [
      {
        name: "opsman-task1",
        spec: { steps: [{ name: "step-collectdata", image: "ubuntu", script: "YOUR SCRIPT" }] },
      },
    ],
  },
  clean: {
    tasks: [
      {
        name: "task1",
        spec: {
          steps: [
            {
              name: "collect-data",
              image: "ubuntu",
              script: "echo $(params.name)\necho with art_id:",
            },
          ],
        },
      },
    ],
  },
} as const;

/** A request with one task `make` in its build, and whatever the unit and the task have beside. */
export function requestWith({
  request = {},
  unit = {},
  task = {},
  spec = {},
  step = {},
  clean = {},
}: {
  readonly request?: object;
  readonly unit?: object;
  readonly task?: object;
  readonly spec?: object;
  readonly step?: object;
  readonly clean?: object;
}): unknown {
  const go = { name: "go", image: "ubuntu", script: "echo hi", ...step };
  return {
    name: "carv01",
    build: { tasks: [{ name: "make", spec: { steps: [go], ...spec }, ...task }], ...unit },
    clean: { ...MINIMAL.clean, ...clean },
    ...request,
  };
}

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const parameter = fc.stringMatching(/^[a-z_][a-z0-9_]{0,6}$/).map((name) => `p_${name}`);
const script = fc.constantFrom("true", "echo $(params.inst_id)", "echo $(params.name) > $(results.out.path)");

interface TaskParts {
  readonly params: readonly string[];
  readonly lists: readonly string[];
  readonly scripts: readonly string[];
  readonly command: boolean;
  readonly template: boolean;
  readonly retries: number;
  readonly waits: boolean;
  readonly uses: boolean;
}

const taskParts: fc.Arbitrary<TaskParts> = fc.record({
  params: fc.uniqueArray(parameter, { maxLength: 3 }),
  lists: fc.uniqueArray(
    parameter.map((name) => `l_${name}`),
    { maxLength: 2 },
  ),
  scripts: fc.array(script, { minLength: 1, maxLength: 3 }),
  command: fc.boolean(),
  template: fc.boolean(),
  retries: fc.nat(3),
  waits: fc.boolean(),
  uses: fc.boolean(),
});

function task(parts: TaskParts, index: number, prefix: string): unknown {
  const texts = parts.params.map((name) => ({ name, value: "$(params.size)" }));
  const lists = parts.lists.map((name) => ({ name, value: ["x", "$(params.zones[*])"] }));
  const earlier = index > 0 ? `${prefix}${index - 1}` : undefined;
  const used =
    parts.uses && earlier !== undefined
      ? [{ name: "earlier", value: `$(tasks.${earlier}.results.out)` }]
      : [];
  const command = {
    name: "words",
    image: "busybox",
    command: ["echo", ...parts.lists.map((name) => `$(params.${name}[*])`)],
    args: parts.params.map((name) => `--${name}=$(params.${name})`),
  };
  return {
    name: `${prefix}${index}`,
    ...(parts.waits && earlier !== undefined ? { runAfter: [earlier] } : {}),
    retries: parts.retries,
    paramValues: [...texts, ...lists, ...used],
    spec: {
      params: [
        ...parts.params.map((name) => ({ name })),
        ...parts.lists.map((name) => ({ name, type: "array" })),
        ...used.map(({ name }) => ({ name })),
      ],
      results: [{ name: "out", description: "what came out" }],
      ...(parts.template ? { stepTemplate: { env: [{ name: "HOME", value: "/root" }] } } : {}),
      steps: [
        ...parts.scripts.map((text, at) => ({ name: `s${at}`, image: "ubuntu", script: text })),
        ...(parts.command ? [command] : []),
      ],
    },
  };
}

function unit(parts: readonly TaskParts[], prefix: string): object {
  return {
    params: [
      { name: "size", default: "small" },
      { name: "zones", type: "array", default: ["a", "b"] },
    ],
    tasks: parts.map((one, index) => task(one, index, prefix)),
  };
}

/** Requests without a fault, with parameters, lists, results and orders of tasks. */
export const validRequest: fc.Arbitrary<unknown> = fc
  .record({
    name: label,
    build: fc.array(taskParts, { minLength: 1, maxLength: 4 }),
    clean: fc.array(taskParts, { minLength: 1, maxLength: 2 }),
    total: fc.nat(20),
  })
  .map(({ name, build, clean, total }) => ({
    name,
    total,
    target: Math.min(total, 2),
    build: {
      ...unit(build, "make"),
      results: [{ name: "endpoint", value: "$(tasks.make0.results.out)" }],
    },
    clean: unit(clean, "drop"),
  }));

/** A valid request with one place of it replaced by any JSON. */
export const damagedRequest: fc.Arbitrary<unknown> = fc
  .tuple(validRequest, fc.infiniteStream(fc.nat()), fc.jsonValue())
  .map(([request, choices, value]) => {
    const copy = structuredClone(request);
    let holder: unknown = copy;
    for (const choice of choices) {
      const places: [string, unknown][] = Object.entries(holder ?? {});
      const [key, member] = places[choice % Math.max(1, places.length)] ?? ["", undefined];
      const ends = typeof member !== "object" || member === null || choice % 5 === 0;
      if (ends || Object.keys(member).length === 0) {
        if (places.length > 0) Reflect.set(Object(holder) as object, key, value);
        return copy;
      }
      holder = member;
    }
    return copy;
  });
