import { resolveImage } from "../../../components/imagehub/resolve-image.js";

test.each([
  ["docker.io/library/mysql:8", /"docker\.io" is a host; the registry has it already/],
  ["labring/mysql:a b", /is no tag/],
])("a lookup of %s is refused before any registry is asked", async (reference, told) => {
  await expect(resolveImage(reference, { registry: "lab" })).rejects.toThrow(told);
});
