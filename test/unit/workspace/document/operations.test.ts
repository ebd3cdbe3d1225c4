import { parse } from "yaml";
import { openApiText } from "../../../../model/workspace/document/index.js";
import { OPERATIONS } from "./expected-operations.js";
import { allUnder, at, membersOf } from "./json-at.js";

const text = openApiText();
const document: unknown = parse(text);

interface Call {
  readonly path: string;
  readonly verb: string;
  readonly id: string;
  readonly operation: unknown;
}

const calls: Call[] = membersOf(at(document, "paths")).flatMap(([path, item]) =>
  membersOf(item).map(([verb, operation]) => ({
    path,
    verb,
    id: String(at(operation, "operationId")),
    operation,
  })),
);

const parameters = ({ operation }: Call, where: string): unknown[] => {
  const found = at(operation, "parameters");
  return Array.isArray(found) ? found.filter((parameter) => at(parameter, "in") === where) : [];
};
const namesOf = (found: unknown[]): string[] => found.map((parameter) => String(at(parameter, "name")));
const templateNames = (path: string): string[] =>
  [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => String(name));

/** What is under `content`, in the notation of expected-operations.ts. */
function payload(content: unknown): string {
  const schema = at(content, "application/json", "schema");
  const result = at(schema, "properties", "result", "$ref");
  const found = [result, at(schema, "$ref"), at(schema, "type"), "-"].find(
    (name) => typeof name === "string",
  );
  return `${String(found).replace("#/components/schemas/", "")}${result === undefined ? "" : "*"}`;
}

function described(call: Call): string {
  const query = namesOf(parameters(call, "query")).sort().join(" ");
  return [
    call.id,
    `${call.verb.toUpperCase()} ${call.path}`,
    query === "" ? "-" : query,
    payload(at(call.operation, "requestBody", "content")),
    payload(at(call.operation, "responses", "200", "content")),
  ].join(" | ");
}

const expected = OPERATIONS.trim()
  .split("\n")
  .map((line) => {
    const [id, call, query = "", ...rest] = line.split(" | ");
    return [id, call, query.split(" ").sort().join(" "), ...rest].join(" | ");
  });

describe("the calls of the API", () => {
  it("are those of the table", () => {
    expect(calls.map(described).sort()).toEqual([...expected].sort());
  });

  it("have ids that are unique", () => {
    expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  });

  it("declare every parameter of their paths, once, as required", () => {
    for (const call of calls) {
      const declared = parameters(call, "path");
      expect([call.id, ...namesOf(declared)]).toEqual([call.id, ...templateNames(call.path)]);
      expect(declared.every((parameter) => at(parameter, "required") === true)).toBe(true);
    }
  });

  it("name parameters of the path plainly", () => {
    expect(
      calls.flatMap(({ path }) => templateNames(path)).filter((name) => !/^[A-Za-z]+$/.test(name)),
    ).toEqual([]);
  });

  it("have paths that do not collide", () => {
    const shapes = membersOf(at(document, "paths")).map(([path]) => path.replace(/\{[^}]*\}/g, "{}"));
    expect(new Set(shapes).size).toBe(shapes.length);
    expect(shapes.filter((shape) => shape.includes("//"))).toEqual([]);
  });

  it("name each position of a path alike in all paths", () => {
    const positions = membersOf(at(document, "paths")).flatMap(([path]) =>
      templateNames(path).map((name) => [path.slice(0, path.indexOf(`{${name}}`)), name] as const),
    );
    const names = new Map<string, Set<string>>();
    for (const [before, name] of positions) names.set(before, (names.get(before) ?? new Set()).add(name));
    expect([...names].filter(([, alternatives]) => alternatives.size > 1)).toEqual([]);
  });

  it("tell how they fail, beside anything unexpected", () => {
    for (const { id, operation } of calls) {
      const statuses = membersOf(at(operation, "responses")).map(([status]) => status);
      expect([id, ...statuses]).toEqual(expect.arrayContaining([id, "200", "500", "503", "default"]));
    }
    expect(
      membersOf(at(document, "components", "responses")).map(([, response]) =>
        payload(at(response, "content")),
      ),
    ).toEqual(Array.from({ length: 8 }, () => "runtimeError"));
  });

  it.each([
    ["WorkSpaceService_Sync", "200 400 401 403 404 409 500 503 default"],
    ["WorkSpaceService_List", "200 400 401 403 500 503 default"],
    ["VersionService_Version", "200 500 503 default"],
  ])("%s answers with these statuses", (id, statuses) => {
    const operation = calls.find((call) => call.id === id)?.operation;
    expect(membersOf(at(operation, "responses")).map(([status]) => status)).toEqual(statuses.split(" "));
  });

  it("need a token, but for what is said before logging in", () => {
    expect(at(document, "security")).toEqual([{ bearer: [] }]);
    expect(at(document, "components", "securitySchemes", "bearer")).toMatchObject({
      type: "http",
      scheme: "bearer",
    });
    const open = calls.filter(({ operation }) => at(operation, "security") !== undefined).map(({ id }) => id);
    expect(open).toEqual(["SettingsService_Get", "VersionService_Version"]);
  });

  it("are sorted by services that the document explains", () => {
    const explained = allUnder(at(document, "tags"), "name");
    expect(new Set(calls.flatMap(({ operation }) => at(operation, "tags")))).toEqual(new Set(explained));
  });
});

describe("the document", () => {
  it("says what it is", () => {
    expect(at(document, "openapi")).toBe("3.0.3");
    expect(at(document, "info", "title")).toBe("Service API");
  });

  it("speaks JSON only", () => {
    const places = [at(document, "paths"), at(document, "components", "responses")];
    const types = allUnder(places, "content").flatMap((content) => membersOf(content).map(([type]) => type));
    expect(new Set(types)).toEqual(new Set(["application/json"]));
  });

  it("refers only to what it contains", () => {
    const dangling = allUnder(document, "$ref").filter(
      (reference) => at(document, ...String(reference).replace("#/", "").split("/")) === undefined,
    );
    expect(dangling).toEqual([]);
  });

  it("bears no mark of a generator", () => {
    expect(text).not.toContain("x-codegen");
    expect(allUnder(document, "$id")).toEqual([]);
    expect(allUnder(document, "$schema")).toEqual([]);
  });
});
