import { ACCESS_ACTIONS, ACCESS_RULES, allowed, standingOf } from "../../../../model/artifact/access.js";

const POOL = { owner: "platform/prod", whitelist: ["shop/*", "lab"] };
const SUBJECTS = {
  owner: { team: "platform/prod" },
  admin: { team: "root", admin: true },
  whitelisted: { team: "shop/dev" },
  other: { team: "stranger" },
} as const;

/** Who may do what: with nothing borrowed, with an own lease, with another team's. */
const TABLE = {
  read: { owner: "yyy", admin: "yyy", whitelisted: "yyy", other: "nnn" },
  readResults: { owner: "yyy", admin: "yyy", whitelisted: "nyn", other: "nnn" },
  borrow: { owner: "yyy", admin: "yyy", whitelisted: "yyn", other: "nnn" },
  reference: { owner: "yyy", admin: "yyy", whitelisted: "yyy", other: "nnn" },
  update: { owner: "yyy", admin: "yyy", whitelisted: "nnn", other: "nnn" },
  delete: { owner: "yyy", admin: "yyy", whitelisted: "nnn", other: "nnn" },
} as const;

describe.each(ACCESS_ACTIONS)("%s", (action) => {
  it.each(["owner", "admin", "whitelisted", "other"] as const)("by the %s", (who) => {
    const answers = [undefined, true, false].map((own) => allowed(SUBJECTS[who], POOL, action, own));
    expect(answers.map(({ ok }) => (ok ? "y" : "n")).join("")).toBe(TABLE[action][who]);
    for (const answer of answers) if (!answer.ok) expect(answer.reason).toContain(SUBJECTS[who].team);
  });

  it("has a rule for everybody", () => {
    expect(Object.keys(ACCESS_RULES[action]).sort()).toEqual(Object.keys(SUBJECTS).sort());
  });
});

it("tells strangers neither that something exists nor whose it is", () => {
  for (const action of ACCESS_ACTIONS) {
    expect(JSON.stringify(allowed(SUBJECTS.other, POOL, action))).not.toContain("platform");
  }
  expect(allowed(SUBJECTS.other, POOL, "read")).toEqual({
    ok: false,
    reason: "does not exist, or team stranger may not see it",
  });
});

describe("a whitelist", () => {
  it.each([
    ["shop/*", "shop/dev", true],
    ["shop/*", "shop/dev/eu", false],
    ["shop/**", "shop/dev/eu", true],
    ["shop/*", "workshop/dev", false],
    ["shop-?/prod", "shop-1/prod", true],
    ["shop/{dev,test}", "shop/test", true],
    ["shop/dev", "shop/dev", true],
    ["shop/dev", "shop/Dev", false],
    ["[odd]", "[odd]", true],
    ["!shop/dev", "lab", false],
    ["", "lab", false],
  ])("with %j and team %j: %p", (entry, team, listed) => {
    expect(standingOf({ team }, { owner: "platform", whitelist: [entry] })).toBe(
      listed ? "whitelisted" : "other",
    );
  });

  it("without entries leaves the owner alone", () => {
    expect(standingOf({ team: "lab" }, { owner: "platform", whitelist: [] })).toBe("other");
    expect(standingOf({ team: "platform" }, { owner: "platform", whitelist: [] })).toBe("owner");
  });
});
