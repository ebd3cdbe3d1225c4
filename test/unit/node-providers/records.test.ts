import fc from "fast-check";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../model/shared/json.js";
import { RECORDS } from "../../../providers/node/scripts/records.sh.js";
import { runLocally, type LocalRun } from "../node/local-shell.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groundplan-records-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Parameters as the handlers give them. */
function parametersOf(id = "volume-one", more: JsonObject = {}): JsonObject {
  return {
    ...{ id, sort: "volume", order: 20, token: "token-1", spec: '{"size":1}' },
    ...{ owner: "abc/shop/dev/data", owner_text: "abc/shop/dev/data", only: "" },
    ...{ use_cru: 0, use_mru: 0, use_sru: 100, use_hru: 0, room_mru: 1000, room_sru: 1000, room_hru: 1000 },
    ...more,
  };
}

function attempt(text: string, parameters: JsonObject = parametersOf()): LocalRun {
  return runLocally(`state_folder=${folder}\n${RECORDS}\nfolder=$rec_root/$id\n${text}`, parameters);
}

function run(text: string, parameters?: JsonObject): string {
  const { code, stdout, stderr } = attempt(text, parameters);
  if (code !== 0) throw new Error(stderr);
  return stdout.trimEnd();
}

function record(id = "volume-one", more: JsonObject = {}): void {
  run("record_begin\nrecord_done", parametersOf(id, more));
}

const specFile = (id = "volume-one"): string => join(folder, "w", id, "spec.json");

describe("a record", () => {
  test("is valid JSON that only its owner can read", () => {
    record("volume-one", { owner_text: 'abc/shop/dev/a \\"quoted\\" name' });
    expect(JSON.parse(readFileSync(specFile(), "utf8"))).toEqual({
      ...{
        id: "volume-one",
        sort: "volume",
        owner: 'abc/shop/dev/a "quoted" name',
        token: "token-1",
        order: 20,
      },
      ...{ cru: 0, mru: 0, sru: 100, hru: 0, spec: { size: 1 } },
    });
    expect(statSync(specFile()).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "w", "volume-one")).mode & 0o777).toBe(0o700);
  });

  test("is read as it was written, and is done when it was finished", () => {
    const show = `record_read "$id"
printf '%s ' "$record_sort" "$record_owner" "$record_token" "$record_order" "$record_sru" "$record_state"`;
    run("record_begin");
    expect(run(show)).toBe("volume abc/shop/dev/data token-1 20 100 pending");
    run("record_begin\nrecord_done", parametersOf("volume-one", { token: "token-2" }));
    expect(run(show)).toBe("volume abc/shop/dev/data token-2 20 100 done");
  });

  test.each(["", "{", "nonsense\n", '{\n"id": "volume-two",\n', '{"id":"volume-one"}'])(
    "that reads %j is nobody's or an error that names its file",
    (text) => {
      record();
      writeFileSync(specFile(), text);
      const { code, stderr } = attempt('if record_read "$id"; then echo found; fi');
      // An empty file is what a power cut leaves.
      expect(code).toBe(text === "" ? 0 : 1);
      if (text !== "") expect(stderr).toContain(`${specFile()} is no valid record any more; put it back`);
    },
  );

  test("that is broken stops the work on its neighbours, too, whose room cannot be told", () => {
    record();
    writeFileSync(specFile(), "broken");
    const { code, stderr } = attempt("record_begin", parametersOf("volume-two"));
    expect([code, existsSync(specFile("volume-two"))]).toEqual([1, false]);
    expect(stderr).toContain(specFile());
  });

  test("of another stack is not taken over; one of the same stack is, under a new name", () => {
    record();
    const { code, stderr } = attempt(
      "record_begin",
      parametersOf("volume-one", { owner_text: "abc/shop/prod/data" }),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("/w/volume-one belongs to abc/shop/dev/data");
    record("volume-one", { owner_text: "abc/shop/dev/renamed" });
    expect(readFileSync(specFile(), "utf8")).toContain('"owner": "abc/shop/dev/renamed"');
  });

  test("on a full disk is a clear error, and leaves nothing", () => {
    const { code, stderr } = attempt(`trap '' XFSZ\nulimit -f 0\nrecord_begin`);
    expect(code).toBe(1);
    expect(stderr).toContain(`cannot write below ${folder}/w/volume-one: is the disk full?`);
    expect(readdirSync(join(folder, "w"))).toEqual([]);
  });

  test("is forgotten with everything that was remembered", () => {
    run("record_begin\nremember path /there\nrecord_done\nrecord_remove");
    expect(readdirSync(join(folder, "w"))).toEqual([]);
    run("record_remove");
  });
});

describe("room", () => {
  test("is shared by all workloads; one more than fits is told what they take and is not recorded", () => {
    record("volume-one", { use_sru: 600 });
    record("volume-two", { use_sru: 300 });
    const { code, stdout } = attempt("record_begin", parametersOf("volume-three", { use_sru: 101 }));
    expect([code, existsSync(specFile("volume-three"))]).toEqual([1, false]);
    expect(stdout).toContain("record used 0 0 900 0\n");
    record("volume-three", { use_sru: 100 });
  });

  test("that a workload has already is not counted twice", () => {
    record("volume-one", { use_sru: 900 });
    record("volume-one", { use_sru: 1000 });
  });

  test("is asked only of what a workload takes", () => {
    record("volume-one", { use_sru: 1, room_sru: 1 });
    record("container-one", { use_sru: 0, use_mru: 1, room_sru: 0 });
  });
});

describe("looking at records", () => {
  beforeEach(() => {
    record("volume-one");
    record("volume-two", { owner_text: "xyz/shop/dev/data" });
    record("container-one", { sort: "container" });
    mkdirSync(join(folder, "w", "volume-empty"));
  });

  const list = `list() { printf '%s ' "$record_id"; }\n`;

  test("calls for each one of the sort, whosever it is", () => {
    expect(run(`${list}each_record volume list`)).toBe("volume-one volume-two");
    expect(run(`${list}each_record zdb list`)).toBe("");
  });

  test("calls for one when only that is wanted, and still for all of other sorts", () => {
    const parameters = parametersOf("volume-one", { only: "volume-two" });
    expect(run(`${list}each_record volume list; each_record container list`, parameters)).toBe(
      "volume-two container-one",
    );
  });

  test("puts the records into the script's own answer", () => {
    const said = run(`records_in_answer volume\nanswer json workloads "[]"`);
    expect(JSON.parse(said)).toEqual({
      workloads: [],
      records: [
        { id: "volume-one", owner: "abc/shop/dev/data", token: "token-1", state: "done" },
        { id: "volume-two", owner: "xyz/shop/dev/data", token: "token-1", state: "done" },
      ],
    });
  });

  test("tells workloads of the own stack from others", () => {
    const mine = `mine() { if same_stack "$record_owner"; then printf '%s ' "$record_id"; fi; }\n`;
    expect(run(`${mine}each_record volume mine`)).toBe("volume-one");
  });

  test.each([
    [{}, ""],
    [{ token: "token-2" }, "abc/shop/dev/data"],
    [{ owner_text: "abc/shop/prod/data" }, "abc/shop/dev/data"],
  ])("a deletion by %j ends at what is held by another: %j", (who, heldBy) => {
    const said = run(`record_guard\nanswer text heldBy ""`, parametersOf("volume-one", who));
    expect(JSON.parse(said)).toEqual({ heldBy });
  });
});

test("any text is recalled as it was remembered", () => {
  const text = fc.stringMatching(/^[a-z '"$`\\\n;*%-]{0,30}$/);
  record();
  fc.assert(
    fc.property(text, (kept) => {
      const said = run(
        'remember note "$kept"\nrecall "$id" note\nanswer text recalled "$recalled"',
        parametersOf("volume-one", { kept }),
      );
      expect(JSON.parse(said)).toEqual({ recalled: kept });
    }),
    { numRuns: 30 },
  );
  expect(run('recall "$id" nothing\necho "<$recalled>"')).toBe("<>");
});

test("a secret's digest depends on the node's own key, which stays private", () => {
  const digest = 'secret_digest "$secret"\necho "$digest"';
  const parameters = parametersOf("volume-one", { secret: "hunter2" });
  const first = run(digest, parameters);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(run(digest, parameters)).toBe(first);
  expect(run(digest, parametersOf("volume-one", { secret: "hunter3" }))).not.toBe(first);
  expect(statSync(join(folder, "key")).mode & 0o777).toBe(0o600);
  rmSync(join(folder, "key"));
  expect(run(digest, parameters)).not.toBe(first);
});
