import { builtInKinds } from "../../../providers/registry.js";

describe.each(Object.keys(builtInKinds))("kind %s", (name) => {
  const load = async () => {
    const kind = await builtInKinds[name]?.();
    if (kind === undefined) throw new Error(`${name} has no row`);
    return kind;
  };

  it("is stored under the name that finds it", async () => {
    expect((await load()).name).toBe(name);
  });

  it("has no output that would take the place of an input in the state", async () => {
    const { inputs, outputs, summarised = [] } = await load();
    const names = Object.keys(inputs.shape);
    expect(outputs.filter((output) => names.includes(output) && !summarised.includes(output))).toEqual([]);
  });
});
