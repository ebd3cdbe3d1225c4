import fc from "fast-check";
import { containing } from "./support.js";
import {
  formatReference,
  parseTemplate,
  type Reference,
  type Template,
} from "../../../config/references/template.js";

const word = fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,8}$/);
const reference: fc.Arbitrary<Reference> = fc.record({
  system: word,
  id: fc.stringMatching(/^[a-z0-9./:@_-]{1,20}$/),
  output: word,
});
const literal = fc.string({ minLength: 1, unit: fc.constantFrom("a", " ", "$", "{", "}", ".", "é") });

function joinNeighbours(parts: Template): Template {
  return parts.reduce<Template>((joined, part) => {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") return [...joined.slice(0, -1), last + part];
    return [...joined, part];
  }, []);
}

function write(template: Template): string {
  return template
    .map((part) => (typeof part === "string" ? part.replaceAll("$", "$$$$") : formatReference(part)))
    .join("");
}

describe("parseTemplate", () => {
  it("reads back what was written, whatever the texts and ids are", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(literal, reference)), (parts) => {
        const template = joinNeighbours(parts);
        expect(parseTemplate(write(template))).toEqual({ ok: true, template });
      }),
    );
  });

  it.each([
    ["plain", ["plain"]],
    ["", []],
    ["costs $5 and $", ["costs $5 and $"]],
    ["$${HOME}", ["${HOME}"]],
    ["$$$${x}", ["$${x}"]],
    [
      "${imagehub.labring/mysql:v8.0.25.digest}",
      [{ system: "imagehub", id: "labring/mysql:v8.0.25", output: "digest" }],
    ],
    ["at ${registries.lab.host}/x", ["at ", { system: "registries", id: "lab", output: "host" }, "/x"]],
    ["$$${a.b.c}", ["$", { system: "a", id: "b", output: "c" }]],
  ])("cuts %j", (text, template) => {
    expect(parseTemplate(text)).toEqual({ ok: true, template });
  });

  it.each([
    ["${HOME}", '"${HOME}" is no reference ${<system>.<id>.<output>}; write $${ for a literal ${'],
    ["${imagehub.digest}", '"${imagehub.digest}" is no reference'],
    ["${}", '"${}" is no reference'],
    ["${a..c}", '"${a..c}" is no reference'],
    ["${a.b.c", '"${" has no closing brace'],
  ])("refuses %j and says how to write it literally", (text, reason) => {
    expect(parseTemplate(text)).toEqual({ ok: false, reason: containing(reason) });
  });
});
