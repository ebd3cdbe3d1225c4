import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BOOT_MARK } from "../../../providers/node/scripts/boot.sh.js";
import { RECORDS } from "../../../providers/node/scripts/records.sh.js";
import { SERVICES } from "../../../providers/node/scripts/services.sh.js";
import { systemdUnits } from "../../../providers/node/scripts/units.js";
import { runLocally } from "../node/local-shell.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groundplan-services-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A machine with systemd, whose `systemctl` only writes down what it is told and answers what the test says. */
function onSystemd(text: string, shown = ""): { readonly out: string; readonly told: readonly string[] } {
  mkdirSync(join(folder, "units"), { recursive: true });
  writeFileSync(join(folder, "shown"), shown);
  const { code, stdout, stderr } = runLocally(`state_folder=${folder}
svc_init=${folder}
${RECORDS}${SERVICES}
svc_unit_folder=${folder}/units
systemctl() { echo "$*" >>${folder}/told; if [ "$1" = show ]; then cat ${folder}/shown; fi; }
${text}`);
  if (code !== 0) throw new Error(stderr);
  const told = existsSync(join(folder, "told")) ? readFileSync(join(folder, "told"), "utf8") : "";
  rmSync(join(folder, "told"), { force: true });
  return { out: stdout.trim(), told: told.split("\n").filter((line) => line !== "") };
}

const DEFINE = "service_define web simple 'exec sleep 1' 'echo ended' 30\n";

test("the first service brings the units and the boot entry, the next one nothing more", () => {
  expect(onSystemd(DEFINE).told).toEqual(["daemon-reload", "enable -q groundplan.service"]);
  for (const [name, text] of Object.entries(systemdUnits(folder))) {
    expect(readFileSync(join(folder, "units", name), "utf8")).toBe(text);
  }
  expect(readFileSync(join(folder, "boot.d/50-groundplan"), "utf8").split("\n").slice(0, 3)).toEqual([
    "#!/bin/sh",
    BOOT_MARK,
    `state_folder=${folder}`,
  ]);
  expect(onSystemd(DEFINE + 'echo "$service_changed"')).toEqual({ out: "false", told: [] });
});

test("a boot entry of another version is written anew", () => {
  onSystemd(DEFINE);
  const entry = join(folder, "boot.d/50-groundplan");
  const text = readFileSync(entry, "utf8");
  writeFileSync(entry, text.replace(BOOT_MARK, "# groundplan 0000"));
  onSystemd(DEFINE);
  expect(readFileSync(entry, "utf8")).toBe(text);
});

test("systemd starts, stops and forgets instances of the units", () => {
  onSystemd(DEFINE);
  const { told } = onSystemd("service_start web\nservice_stop web");
  expect(told.filter((line) => !line.startsWith("show"))).toEqual([
    "reset-failed groundplan-simple@web.service",
    "start groundplan-simple@web.service",
    "stop groundplan-simple@web.service",
    "reset-failed groundplan-simple@web.service",
  ]);
  onSystemd("service_remove web");
  expect(existsSync(join(folder, "s/web"))).toBe(false);
});

test.each([
  ["ActiveState=active\nSubState=running", "running"],
  ["ActiveState=active\nSubState=exited", "done"],
  ["ActiveState=activating\nSubState=auto-restart", "restarting"],
  ["ActiveState=failed\nSubState=failed", "failed"],
  ["ActiveState=inactive\nSubState=dead", "stopped"],
])("a unit that systemd shows as %j is %s", (state, expected) => {
  onSystemd(DEFINE);
  const others = "Id=groundplan-simple@other.service\nActiveState=failed\nSubState=failed\n";
  const shown = `${others}\nId=groundplan-simple@web.service\n${state}\n`;
  const { out, told } = onSystemd(
    'service_state web; echo "$state"; service_state web; echo "$state"',
    shown,
  );
  expect(out).toBe(`${expected}\n${expected}`);
  expect(told).toHaveLength(1);
});

test("a service that systemd has not loaded is stopped, one that nobody defined is missing", () => {
  onSystemd(DEFINE);
  expect(onSystemd('service_state web; echo "$state"; service_state no; echo "$state"').out).toBe(
    "stopped\nmissing",
  );
});

test("a name that is no name of a unit is refused", () => {
  expect(() => onSystemd("service_define '../web' simple 'x' ''")).toThrow(
    "../web cannot be the name of a service",
  );
});

describe("systemd units", () => {
  const units = systemdUnits("/var/lib/groundplan");
  const verifier = spawnSync("systemd-analyze", ["--version"], { encoding: "utf8" });
  const canVerify = verifier.error === undefined && verifier.status === 0;

  test("a service is begun again after 2 seconds, and four times a minute at most", () => {
    const lines = (units["groundplan-simple@.service"] ?? "").split("\n");
    for (const line of ["Restart=always", "RestartSec=2", "StartLimitBurst=4", "StartLimitIntervalSec=60"])
      expect(lines).toContain(line);
  });

  test(`are well formed, as ${canVerify ? "systemd-analyze verifies" : "their lines show, without systemd-analyze"}`, () => {
    if (!canVerify) {
      for (const line of Object.values(units).join("\n").split("\n"))
        expect(line).toMatch(/^$|^\[(Unit|Service|Install)\]$|^[A-Z][A-Za-z]+=\S/);
      return;
    }
    for (const [name, text] of Object.entries(units)) writeFileSync(join(folder, name), text);
    const instances = [
      "groundplan-simple@web.service",
      "groundplan-oneshot@net.service",
      "groundplan.service",
    ];
    for (const unit of instances) {
      const { stdout, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", join(folder, unit)], {
        encoding: "utf8",
        env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
      });
      expect((stdout + stderr).split("\n").filter((line) => line.includes("groundplan"))).toEqual([]);
    }
  });
});
