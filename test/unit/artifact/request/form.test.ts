import { validateRequest } from "../../../../model/artifact/request/validate.js";
import { requestWith } from "./requests.js";
import { told } from "./told.js";

describe("the request itself", () => {
  it.each<readonly [string, unknown, readonly string[]]>([
    ["no object", [], ["groundplan : must be an object and is a list"]],
    [
      "an empty object",
      {},
      ["groundplan name: is missing", "groundplan build: is missing", "groundplan clean: is missing"],
    ],
    [
      "an unknown key",
      requestWith({ request: { taget: 1 } }),
      ["groundplan taget: is no key that is known here"],
    ],
    [
      "an unknown key of a unit",
      requestWith({ unit: { secret: [] } }),
      ["groundplan build.secret: is no key that is known here"],
    ],
    [
      "a long name",
      requestWith({ request: { name: "a".repeat(41) } }),
      ["groundplan name: must have at most 40 characters and has 41"],
    ],
    [
      "a target above the total",
      requestWith({ request: { total: 1, target: 2 } }),
      ["groundplan target: must be at most total (1) and is 2"],
    ],
    [
      "a total that is wrong itself, without what follows from it",
      requestWith({ request: { total: -1 } }),
      [expect.stringMatching(/^groundplan total: /)],
    ],
    [
      "settings of the wrong form",
      requestWith({ request: { total: 2, parallelism: 0, onReturn: "burn" } }),
      [expect.stringMatching(/^groundplan onReturn: /), expect.stringMatching(/^groundplan parallelism: /)],
    ],
    [
      "lists of names that are none",
      requestWith({ request: { refs: "net" }, unit: { secrets: ["dns", { name: "A" }, { nam: "b" }] } }),
      [
        "groundplan refs: must be a list and is a text",
        "groundplan build.secrets[0]: must be an object with a name and is a text",
        expect.stringMatching(/^groundplan build\.secrets\[1\]\.name: must consist of/),
        "groundplan build.secrets[2].nam: is no key that is known here",
        "groundplan build.secrets[2].name: must be a text",
      ],
    ],
    [
      "a switch of the wrong form",
      requestWith({ request: { allowEntrypointLookup: "yes" } }),
      ["groundplan allowEntrypointLookup: must be true or false and is a text"],
    ],
    [
      "a reference to itself, twice",
      requestWith({ request: { refs: [{ name: "carv01" }, { name: "net" }, { name: "net" }] } }),
      ['groundplan refs[2].name: is named twice: "net"', "groundplan refs[0].name: is the artifact itself"],
    ],
    [
      "no tasks",
      requestWith({ unit: { tasks: [] } }),
      ["groundplan build.tasks: is empty: at least one task is needed"],
    ],
    [
      "an unknown service account's name",
      requestWith({ unit: { serviceAccountName: "No One" } }),
      [expect.stringMatching(/^groundplan build\.serviceAccountName: must consist of/)],
    ],
  ])("refuses %s", (_what, request, problems) => {
    expect(told(request)).toEqual(problems);
  });

  it("offers the key that was meant", () => {
    const { problems } = validateRequest(requestWith({ request: { taget: 1 } }));
    expect(problems[0]?.fix).toBe('Did you mean "target"?');
  });
});
