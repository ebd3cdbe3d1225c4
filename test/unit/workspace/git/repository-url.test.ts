import { credentialTemplate } from "../../../../model/workspace/git/credential-template.js";
import {
  isSameRepository,
  normaliseRepositoryUrl,
  parseRepositoryUrl,
} from "../../../../model/workspace/git/repository-url.js";

describe("parseRepositoryUrl", () => {
  it.each([
    ["https://git.example.com/org/app.git", { scheme: "https", host: "git.example.com" }],
    ["https://git.example.com:8443/app", { scheme: "https", host: "git.example.com", port: 8443 }],
    ["http://127.0.0.1:3000/app", { scheme: "http", host: "127.0.0.1", port: 3000 }],
    [
      "ssh://git@git.example.com:2222/app",
      { scheme: "ssh", host: "git.example.com", port: 2222, user: "git" },
    ],
    ["git@git.example.com:org/app.git", { scheme: "ssh", host: "git.example.com", user: "git" }],
    ["git.example.com:org/app.git", { scheme: "ssh", host: "git.example.com" }],
    ["file:///srv/app.git", { scheme: "file", host: "" }],
  ])("reads %s", (text, expected) => {
    expect(parseRepositoryUrl(` ${text} `)).toEqual({ ok: true, url: { text, ...expected } });
  });

  it("takes an absolute path for a file", () => {
    const url = { text: "file:///srv/app", scheme: "file", host: "" };
    expect(parseRepositoryUrl("/srv/app")).toEqual({ ok: true, url });
  });

  it.each([
    ["", "is empty"],
    ["https://user:canary@host/app", "holds a user or password"],
    ["https://canary@host/app", "holds a user or password"],
    ["ssh://git:canary@host/app", "holds a user or password"],
    ["ext::sh -c canary", "holds a blank"],
    ["ext::canary", "is no address"],
    ["git://host/app", "has a scheme that is not allowed"],
    ["ftp://host/canary", "has a scheme that is not allowed"],
    ["https://host", "names no repository"],
    ["https:///app", "names no repository"],
    ["https://host/app?token=canary", "holds a query"],
    ["https://host/app#canary", "holds a query or a fragment"],
    ["ssh://-oProxyCommand=canary/app", "names no host"],
    ["-oProxyCommand=canary:app", "is no address"],
    ["git@-host:app", "is no address"],
    ["host:-canary", "is no address"],
    ["app", "is no address"],
    ["./app", "is no address"],
    ["file://host/app", "is a file on another host"],
    ["https://host/a\u0000canary", "holds a blank or a control character"],
  ])("refuses %j without repeating it", (text, expected) => {
    const parsed = parseRepositoryUrl(text);
    expect(parsed).toMatchObject({ ok: false, reason: expect.stringContaining(expected) as string });
    expect(JSON.stringify(parsed)).not.toContain("canary");
  });
});

describe("normaliseRepositoryUrl", () => {
  it.each([
    [" HTTPS://Git.Example.com/Org/App.git ", "https://git.example.com/org/app"],
    ["git@git.example.com:org/app.git", "git@git.example.com/org/app"],
    ["ssh://git@git.example.com/org/app", "git@git.example.com/org/app"],
    ["ssh://git@git.example.com:2222/org/app.git", "git@git.example.com:2222/org/app"],
    ["file:///srv/app.git", "file:///srv/app"],
  ])("%s", (text, expected) => {
    expect(normaliseRepositoryUrl(text)).toBe(expected);
  });

  it("finds the same repository in other words", () => {
    expect(isSameRepository("git@h.org:a/b", "ssh://git@H.org/a/b.git")).toBe(true);
    expect(isSameRepository("https://h.org/a/b.git", "https://h.org/a/b")).toBe(true);
    expect(isSameRepository("https://h.org/a/b", "http://h.org/a/b")).toBe(false);
    expect(isSameRepository("https://h.org/a/b", "https://h.org/a/c")).toBe(false);
  });
});

describe("credentialTemplate", () => {
  const templates = [
    { url: "https://git.example.com" },
    { url: "https://git.example.com/org" },
    { url: "https://git.example.com/org/app" },
    { url: "git@git.example.com:org" },
    { url: "https://other.example.com/" },
    { url: "https://" },
  ];

  it.each([
    ["https://git.example.com/else/app", "https://git.example.com"],
    ["https://git.example.com/org/web.git", "https://git.example.com/org"],
    ["https://GIT.example.com/Org/App.git", "https://git.example.com/org/app"],
    ["ssh://git@git.example.com/org/web", "git@git.example.com:org"],
    ["https://other.example.com/app", "https://other.example.com/"],
    ["git@git.example.com:else/app", undefined],
    ["https://git.example.com.elsewhere.org/org/app", undefined],
    ["https://git.example.com:8443/org/app", undefined],
    ["https://unknown.example.com/app", undefined],
  ])("for %s is %s, whatever the order", (repository, expected) => {
    expect(credentialTemplate(repository, templates)?.url).toBe(expected);
    expect(credentialTemplate(repository, [...templates].reverse())?.url).toBe(expected);
  });
});
