import fc from "fast-check";
import { checkReferences, type Item } from "../../../config/references/check.js";
import { fillIn } from "../../../config/references/fill-in.js";
import { scanReferences } from "../../../config/references/scan.js";
import { formatReference } from "../../../config/references/template.js";
import { containing } from "./support.js";

const FIELDS = [
  { path: ["images", "*", "text"], form: "url" },
  { path: ["image"], form: "image" },
] as const;

function item(id: string, index: number, system = "hub"): Item {
  return { system, id, path: `${system}.images[${index}]`, outputs: ["digest", "pinned"], after: [] };
}

describe("scanReferences", () => {
  it("resolves escapes everywhere and puts a stand-in for each late scalar", () => {
    const section = { name: "a$$b", images: [{ text: "${hub.x.digest}", size: 5, on: true, none: null }] };
    const { value, late, problems } = scanReferences(section, "hub", FIELDS);
    expect(problems).toEqual([]);
    expect(value).toEqual({
      name: "a$b",
      images: [{ text: late[0]?.standIn, size: 5, on: true, none: null }],
    });
    expect(late).toMatchObject([{ path: ["hub", "images", 0, "text"] }]);
  });

  it("leaves what belongs to somebody else's language alone, but for references in late fields", () => {
    const section = {
      images: [
        { text: "${hub.x.digest} $$" },
        { text: "${HOME} $$" },
        { text: "$$", run: "${hub.x.digest} $$ ${" },
      ],
      image: "$${x}",
    };
    const { value, late, problems } = scanReferences(section, "hub", FIELDS, {
      verbatim: [["images", "**"]],
      standIns: "other",
    });
    expect(problems).toEqual([]);
    expect(late).toMatchObject([{ path: ["hub", "images", 0, "text"], standIn: containing("other-0-end") }]);
    expect(value).toEqual({
      images: [
        { text: late[0]?.standIn },
        { text: "${HOME} $$" },
        { text: "$$", run: "${hub.x.digest} $$ ${" },
      ],
      image: "${x}",
    });
  });

  it("gives each its own stand-in, which passes for a value of its field", () => {
    const texts = {
      image: "${hub.x.pinned}",
      images: [{ text: "${hub.x.digest}" }, { text: "${hub.x.digest}" }],
    };
    const standIns = scanReferences(texts, "hub", FIELDS).late.map(({ standIn }) => standIn);
    expect(new Set(standIns).size).toBe(3);
    expect(standIns[0]).toMatch(/^[a-z.]+\/[a-z]+:[a-z0-9-]+$/);
    expect(standIns.slice(1).every((text) => URL.canParse(text))).toBe(true);
  });

  it.each([
    [
      "a field that decides what is created",
      { name: "${hub.x.y}" },
      "hub.name",
      "must be known before anything",
    ],
    [
      "no reference at all",
      { images: [{ text: "$${a} ${HOME}" }] },
      "hub.images[0].text",
      '"${HOME}" is no reference',
    ],
  ])("refuses %s, and says how to write it literally", (_case, section, path, reason) => {
    const { problems } = scanReferences(section, "hub", FIELDS);
    expect(problems).toEqual([
      { path, reason: containing(reason), fix: `pulumi config set --path 'groundplan:${path}' '<value>'` },
    ]);
    expect(problems[0]?.reason).toContain("write $${ for a literal ${");
  });

  it("leaves any JSON without dollar signs as it is", () => {
    const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("$"));
    fc.assert(
      fc.property(plain, (value) => {
        expect(scanReferences(value, "hub", FIELDS)).toEqual({ value, late: [], problems: [] });
      }),
    );
  });
});

describe("fillIn", () => {
  it("puts the references' values in place of stand-ins, and only there", () => {
    const { late } = scanReferences({ image: "${hub.a.pinned}!" }, "hub", FIELDS);
    const fill = fillIn(late, (parts) =>
      parts.map((part) => (typeof part === "string" ? part : formatReference(part))),
    );
    expect(fill(late[0]?.standIn ?? "")).toEqual(["${hub.a.pinned}", "!"]);
    expect(fill("else")).toBe("else");
  });
});

describe("checkReferences", () => {
  function checked(texts: readonly string[], change: Partial<Parameters<typeof checkReferences>[0]> = {}) {
    const { late } = scanReferences({ images: texts.map((text) => ({ text })) }, "hub", FIELDS);
    const items = ["a", "b:1.0", "c"].map((id, index) => item(id, index));
    return checkReferences({ systems: ["hub"], items, late, unfinished: new Set(), ...change });
  }

  it("passes references to what is declared", () => {
    expect(checked(["${hub.b:1.0.digest} ${hub.c.pinned}", "${hub.c.digest}", "none"])).toEqual([]);
  });

  it.each([
    ["${hbu.a.digest}", '${hbu.a.digest}: there is no system "hbu"; did you mean "hub"?'],
    ["${hub.b:1.digest}", '${hub.b:1.digest}: hub declares no "b:1"'],
    ["${hub.b:1.o.digest}", '${hub.b:1.o.digest}: hub declares no "b:1.o"; did you mean "b:1.0"?'],
    ["${hub.c.digst}", '${hub.c.digst}: "c" has no output "digst"; did you mean "digest"?'],
  ])("refuses %s", (text, reason) => {
    expect(checked([text])).toEqual([
      {
        path: "hub.images[0].text",
        reason: containing(reason),
        fix: "pulumi config set --path 'groundplan:hub.images[0].text' '<value>'",
      },
    ]);
  });

  it("reports all unknown references at once", () => {
    expect(checked(["${hub.x.digest} ${hub.y.digest}", "${hub.z.digest}"])).toHaveLength(3);
  });

  it("does not blame a reference for the faults of the system it names", () => {
    expect(checked(["${hub.x.digest}"], { unfinished: new Set(["hub"]) })).toEqual([]);
  });

  it.each([
    [["${hub.a.digest}"], "hub.a → hub.a"],
    [["${hub.b:1.0.digest}", "${hub.c.digest}", "${hub.a.digest}"], "hub.a → hub.b:1.0 → hub.c → hub.a"],
    [["x", "${hub.c.digest}", "${hub.b:1.0.digest}"], "hub.b:1.0 → hub.c → hub.b:1.0"],
  ])("names the whole circle of %j", (texts, way) => {
    expect(checked(texts)).toMatchObject([{ reason: `references go in a circle: ${way}` }]);
  });

  it("counts what the system itself creates first as part of a circle", () => {
    const items = [item("a", 0), { ...item("b", 1), after: ["a"] }];
    expect(checked(["${hub.b.digest}"], { items })).toMatchObject([
      { path: "hub.images[0].text", reason: "references go in a circle: hub.a → hub.b → hub.a" },
    ]);
  });
});
