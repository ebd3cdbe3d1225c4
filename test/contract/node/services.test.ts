import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RECORDS } from "../../../providers/node/scripts/records.sh.js";
import { SERVICES } from "../../../providers/node/scripts/services.sh.js";
import { systemdUnits } from "../../../providers/node/scripts/units.js";
import { until } from "../../support/until.js";
import { runLocally } from "../../unit/node/local-shell.js";

jest.setTimeout(120_000);

/** systemd of a machine that is there for tests alone; anywhere else its units stay as they are. */
const systemd =
  process.env["CI"] !== undefined && process.getuid?.() === 0 && existsSync("/run/systemd/system");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groundplan-services-"));
});

afterEach(() => {
  run("for kind in $svc_root/*/kind; do kind=${kind%/kind}; service_remove ${kind##*/}; done");
  if (systemd) {
    const units = Object.keys(systemdUnits(folder)).join(" ");
    run(
      `systemctl disable -q groundplan.service\ncd /etc/systemd/system\nrm ${units}\nsystemctl daemon-reload`,
    );
  }
  rmSync(folder, { recursive: true });
});

/** Runs a script on this machine, in folders of the test's own. */
function run(text: string): string {
  const { code, stdout, stderr } = runLocally(`state_folder=${folder}
run_folder=${folder}/run
${systemd ? "" : "svc_init=/nowhere\nexport svc_init"}
${RECORDS}${SERVICES}
${text}`);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

const stateOf = (service: string): string => run(`service_state ${service}\necho "$state"`);

/** Lines of a file below the folder. */
function lines(name: string): string[] {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

describe(`services on this machine, under ${systemd ? "systemd" : "our supervisor"}`, () => {
  test("begin, come back when they are killed, and end", async () => {
    run(`service_define web simple 'echo $$ >>${folder}/pids; exec sleep 1000' 'echo ended >>${folder}/ended'
      service_start web`);
    await until("it to run", () => lines("pids").length === 1);
    expect(stateOf("web")).toBe("running");
    process.kill(Number(lines("pids")[0]), "SIGKILL");
    await until("it to come back", () => lines("pids").length === 2);
    expect(lines("ended")).toEqual(["ended"]);
    expect(stateOf("web")).toBe("running");
    run("service_stop web");
    expect(stateOf("web")).toBe("stopped");
    expect(lines("ended")).toHaveLength(2);
    expect(existsSync(`/proc/${lines("pids")[1] ?? ""}`)).toBe(false);
  });

  test("have failed when they crash four times within a minute, until they are started again", async () => {
    run(`service_define crash simple 'echo begun >>${folder}/begun; exit 1' ''\nservice_start crash`);
    await until("it to fail", () => stateOf("crash") === "failed");
    expect(lines("begun")).toHaveLength(4);
    run(`service_define crash simple 'exec sleep 1000' ''\nservice_start crash`);
    expect(stateOf("crash")).toBe("running");
  });

  test("that are done once are done when they were started, and are undone", () => {
    run(`service_define net oneshot 'echo up >>${folder}/net' 'echo down >>${folder}/net'
      service_start net
      service_start net`);
    expect(stateOf("net")).toBe("done");
    run("service_stop net");
    expect(lines("net")).toEqual(["up", "down"]);
    run("service_define wrong oneshot 'exit 3' ''");
    expect(() => run("service_start wrong")).toThrow("wrong does not start");
    expect(stateOf("wrong")).toBe("failed");
  });

  test("begin at boot in their order", async () => {
    const note = (name: string): string => `echo ${name} >>${folder}/order`;
    run(`service_define last simple '${note("last")}; exec sleep 1000' '' 40
      service_define broken oneshot 'exit 1' '' 20
      service_define first oneshot '${note("first")}' '' 10`);
    run("sh $svc_boot");
    await until("the last one to begin", () => lines("order").includes("last"));
    expect(lines("order")).toEqual(["first", "last"]);
    expect([stateOf("first"), stateOf("broken"), stateOf("last")]).toEqual(["done", "failed", "running"]);
  });
});
