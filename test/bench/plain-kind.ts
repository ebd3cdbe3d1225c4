import { defineKind } from "groundplan/kinds";
import { z } from "zod";

const inputs = z.strictObject({
  name: z.string().min(1),
  content: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
});
type Inputs = z.infer<typeof inputs>;

/** A kind without I/O: what is measured is the runtime around it. */
const plain = defineKind<Inputs, Record<string, never>>({
  name: "bench.Plain",
  module: "bench",
  type: "Plain",
  inputs,
  outputs: [],
  replaceOn: ["name"],
  naturalKey: ({ name }) => name,
  handlers: () =>
    Promise.resolve({
      create: (_context, wanted) => Promise.resolve({ id: wanted.name, outputs: {} }),
      read: (_context, _id, state) => Promise.resolve(state),
      update: () => Promise.resolve({ outputs: {} }),
      delete: () => Promise.resolve(),
    }),
});

export const kinds = [plain];
