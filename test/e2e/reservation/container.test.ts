import type { Deployed } from "../../support/kind-stage.js";
import { openNodeStage, type NodeStage } from "../../support/node-stage.js";
import type { Properties } from "../../support/provider-process.js";
import { until } from "../../support/until.js";

const IMAGE = "registry.groundplan.test/lab/busybox:1";
const CANARY = 'canary\'of "the container" 7f3a';
/** Ends at once when it is asked to. */
const WAITING = `sh -c 'trap "exit 0" TERM; while :; do sleep 1; done'`;
/** Podman fails at times while it still tidies up after a process. */
const GONE = "until podman rm --force --ignore --time 1 $id; do sleep 0.1; done";

let stage: NodeStage;
let other: NodeStage;

beforeAll(async () => {
  [stage, other] = await Promise.all([openNodeStage(), openNodeStage({ installation: "other1" })]);
});

afterAll(() => Promise.all([stage.close(), other.close()]));

it("runs a container, a second up does nothing, and nothing is left when it is deleted", async () => {
  const environment = { GREETING: "good 'day'", EMPTY: "" };
  const inputs = wanted("plain", { environment, interactive: true });
  expect((await stage.preview(inputs)).said).toContain(`run ${IMAGE} on node1`);
  const deployed = await stage.up(inputs);
  expect(deployed.id).toMatch(/^container-[1-9A-HJ-NP-Za-km-z]{13}$/);
  expect(deployed.properties).toMatchObject({
    containerName: deployed.id,
    imageDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
    drift: [],
  });
  expect(await inside(deployed, `sh -c 'echo "$GREETING,$EMPTY."'`)).toBe("good 'day',.");
  expect(await inside(deployed, "readlink /proc/1/fd/0")).toMatch(/^\/dev\/(pts\/0|console)$/);
  expect((await stage.up(inputs, deployed)).changed).toBe(false);
  await stage.nextCommand();
  expect((await stage.refresh(deployed)).properties).toEqual(deployed.properties);

  await stage.delete(deployed);
  expect(await stage.say("node1", leftovers(deployed))).toBe("");
});

it("limits memory, processors and root disk, and changes limits while the container runs", async () => {
  const deployed = await stage.up(wanted("limited", { diskSize: 16 }));
  const eats = await stage.on(
    "node1",
    `podman exec ${deployed.id} dd if=/dev/zero of=/dev/null bs=100M count=1`,
  );
  expect(eats.code).toBe(137);
  const writes = await stage.on("node1", `podman exec ${deployed.id} dd if=/dev/zero of=/big bs=1M count=17`);
  expect(writes.err).toContain("Disk quota exceeded");
  expect(await cpuQuota(deployed)).toBe("100000");

  const more = wanted("limited", { diskSize: 20, cpu: 2, memory: 96 });
  const process = await processOf(deployed);
  const { said } = await stage.preview(more, deployed);
  expect(said).toContain("change limits while it runs: cpu 1 → 2, memory 64 → 96, diskSize 16 → 20");
  const larger = await stage.up(more, deployed);
  expect(await processOf(larger)).toBe(process);
  expect(await cpuQuota(larger)).toBe("200000");
  expect(
    (await stage.on("node1", `podman exec ${larger.id} dd if=/dev/zero of=/more bs=1M count=17`)).err,
  ).toContain("Disk quota exceeded");

  const shrunk = stage.preview(wanted("limited", { diskSize: 10, cpu: 2, memory: 96 }), larger);
  await expect(shrunk).rejects.toThrow("diskSize cannot become 10 MiB: 20 MiB of the root disk are used");

  // It begins again although its root disk is full, with the limits that it has now.
  await stage.say("node1", `kill -s KILL ${process}`);
  const standing = `podman inspect --format '{{.State.Status}} {{.State.Pid}}' ${larger.id}`;
  await until("the container to begin again", async () => {
    const [status, pid] = (await stage.say("node1", standing)).split(" ");
    return status === "running" && pid !== process;
  });
  expect(await cpuQuota(larger)).toBe("200000");
  expect((await stage.refresh(larger)).properties).toEqual(larger.properties);
  await stage.delete(larger);
});

describe("with a network, a volume and a secret", () => {
  let key: Deployed;
  let network: Deployed;
  let volume: Deployed;
  let inputs: Properties;
  let deployed: Deployed;

  beforeAll(async () => {
    key = await stage.up(stage.inputs("NetworkKey", "key", { node: "node1", name: "net" }));
    network = await stage.up(
      stage.inputs("NetworkResource", "net", {
        ...{ node: "node1", name: "net", networkRange: "10.10.0.0/16", range: "10.10.1.0/24" },
        ...{ listenPort: 5011, peers: [], key: textOf(key, "workloadId") },
      }),
    );
    volume = await stage.up(stage.inputs("Volume", "data", { node: "node1", size: 1 }));
    inputs = wanted("web", {
      environment: { COLOUR: "red" },
      secretEnvironment: { PASSWORD: CANARY },
      volumes: [{ volume: textOf(volume, "workloadId"), mountpoint: "/data/of web/" }],
      network: { network: textOf(network, "networkId"), ip: "10.10.1.2" },
    });
    deployed = await stage.up(inputs);
    await inside(deployed, `sh -c 'echo kept >"/data/of web/index.html"'`);
  });

  // Other files of tests work on the same nodes.
  afterAll(async () => {
    for (const one of [deployed, volume, network, key]) await stage.delete(one);
  });

  it("is reached at its address, keeps what it writes to the volume, and has its secret", async () => {
    expect(deployed.properties["ip"]).toBe("10.10.1.2");
    await stage.say("node1", `podman exec -d ${deployed.id} httpd -f -p 80 -h /data`);
    const fetch = `ip netns exec n-${textOf(network, "networkId")} curl -fsS http://10.10.1.2/of%20web/`;
    await until("the page", async () => (await stage.on("node1", fetch)).out.trim() === "kept");
    expect(await stage.say("node1", `cat '${textOf(volume, "path")}/index.html'`)).toBe("kept");
    expect(await inside(deployed, `sh -c 'echo "$PASSWORD"'`)).toBe(CANARY);
  });

  it("shows its secret to nobody else", async () => {
    expect(JSON.stringify(deployed.properties)).not.toContain("canary");
    expect(stage.said("Container", "web")).not.toContain("canary");
    const look = `
own=$(podman inspect --format '{{.State.Pid}}' ${deployed.id})
scope=$(readlink /proc/$own/ns/pid)
for process in /proc/[0-9]*; do
  if [ "$(readlink $process/ns/pid)" = "$scope" ]; then continue; fi
  tr '\\0' '\\n' <$process/cmdline | grep -F -e "$canary" || :
  tr '\\0' '\\n' <$process/environ | grep -F -e "$canary" || :
done 2>/dev/null
find /var /run /etc /mnt /root /home /tmp -xdev -type f -perm -004 -exec grep -lF -e "$canary" {} + || :
grep -rlF -e "$canary" /var/lib/groundplan /run/groundplan || :`;
    const found = await stage.say("node1", `IFS= read -r canary <<'END'\n${CANARY}\nEND\n${look}`);
    expect(found).toBe("");
  });

  it.each<Tampering>([
    { what: "memory limit", tamper: "podman update --memory 40m $id", shown: { memory: 40 } },
    { what: "processors", tamper: "podman update --cpus 0.5 $id", shown: { cpu: 0.5 } },
    {
      what: "root disk's limit",
      tamper: "btrfs qgroup limit 100m /mnt/ssd/containers/$id",
      shown: { diskSize: 100 },
    },
    {
      what: "address",
      tamper: "ip -n $id address add 10.10.1.9/24 dev eth0",
      shown: { drift: ["network.ip: 10.10.1.2/24 10.10.1.9/24 instead of 10.10.1.2/24"] },
    },
    {
      what: "route",
      tamper: "ip -n $id route replace default via 10.10.1.7",
      shown: { drift: ["default route: 10.10.1.7 instead of 10.10.1.1"] },
    },
    { what: "state", tamper: "podman pause $id", shown: { drift: ["process: paused"] } },
    {
      what: "namespace",
      tamper: "ip netns delete $id",
      shown: { drift: ["network namespace: missing"] },
      process: "other",
    },
    {
      what: "supervisor",
      tamper: "kill -s KILL $(cut -d ' ' -f 1 /run/groundplan/s/$id/supervisor); podman stop -t 1 $id",
      shown: { drift: ["process: its service is stopped"] },
      process: "other",
    },
    {
      what: "secret",
      tamper: "podman secret rm $id-PASSWORD; printf other | podman secret create $id-PASSWORD -",
      shown: { drift: ["secretEnvironment.PASSWORD: changed"] },
      process: "other",
    },
    {
      what: "presence",
      tamper: GONE,
      shown: { drift: ["container: missing"] },
      process: "other",
    },
    {
      what: "environment",
      tamper: inItsPlace("--env=COLOUR=blue --env=MORE=1"),
      shown: { environment: { COLOUR: "blue", MORE: "1" } },
      process: "other",
    },
    {
      what: "mounts",
      tamper: inItsPlace("--volume=/mnt/hdd:/data/of-web"),
      shown: {
        volumes: [
          { volume: expect.stringMatching(/^volume-/) as string, mountpoint: "/data/of web" },
          { volume: "/mnt/hdd", mountpoint: "/data/of-web" },
        ],
      },
      process: "other",
    },
    {
      what: "command",
      tamper: inItsPlace("", `sh -c "trap exit TERM; sleep 900 & wait"`),
      shown: { entrypoint: `sh "-c" "trap exit TERM; sleep 900 & wait"` },
      process: "other",
    },
  ])("shows that its $what was changed, and repairs it", async ({ tamper, shown, process = "same" }) => {
    const before = await processOf(deployed);
    const supervisor = `$(cut -d ' ' -f 1 /run/groundplan/s/${deployed.id}/supervisor)`;
    await stage.say("node1", `kill -s STOP ${supervisor}`);
    await stage.say("node1", `id=${deployed.id}\nexec >/dev/null 2>&1\n${tamper}`);
    await stage.nextCommand();
    const found = await stage.refresh(deployed);
    await stage.on("node1", `kill -s CONT ${supervisor}`);
    expect(differences(found.properties, deployed.properties)).toEqual(shown);
    expect(await stage.preview(inputs, found)).toMatchObject({ changes: true, replaces: [] });

    const repaired = await stage.up(inputs, found);
    expect(repaired.properties).toEqual(deployed.properties);
    expect((await processOf(repaired)) === before ? "same" : "other").toBe(process);
    expect((await stage.refresh(repaired)).properties).toEqual(deployed.properties);
    expect((await stage.up(inputs, repaired)).changed).toBe(false);
  });

  it("is made anew for another variable, and keeps its volume", async () => {
    const next = { ...inputs, environment: { COLOUR: "green" } };
    const { said } = await stage.preview(next, deployed);
    expect(said).toContain("make the container anew, with an empty root disk: environment");
    const changed = await stage.up(next, deployed);
    expect(changed.id).toBe(deployed.id);
    expect(await inside(changed, `sh -c 'echo $COLOUR'`)).toBe("green");
    expect(await inside(changed, `cat "/data/of web/index.html"`)).toBe("kept");
    deployed = await stage.up(inputs, changed);
  });

  it("goes on as it is for another description", async () => {
    const process = await processOf(deployed);
    await stage.up({ ...inputs, description: "the web server" }, deployed);
    expect(await processOf(deployed)).toBe(process);
    deployed = await stage.up(inputs, deployed);
  });

  it("takes no volume and no network of another stack", async () => {
    const volumes = [{ volume: textOf(volume, "workloadId"), mountpoint: "/data" }];
    const taking = await other.failed(
      other.inputs("Container", "thief", { node: "node1", image: IMAGE, memory: 64, volumes }),
    );
    expect(taking).toMatch(/cannot use volume volume-\w+: it belongs to abc123\/shop\/dev\/data/);
    const joining = await other.failed(
      other.inputs("Container", "guest", {
        ...{ node: "node1", image: IMAGE, memory: 64 },
        network: { network: textOf(network, "networkId"), ip: "10.10.1.9" },
      }),
    );
    expect(joining).toMatch(/network \w+ belongs to abc123\/shop\/dev\/net/);
  });

  it("comes back after a reboot, as it was", async () => {
    await stage.restartNode("node1");
    await stage.nextCommand();
    await until(
      "the container to be back",
      async () => (await stage.on("node1", `podman exec ${deployed.id} true`)).code === 0,
    );
    expect((await stage.refresh(deployed)).properties).toEqual(deployed.properties);
    expect(await inside(deployed, `cat "/data/of web/index.html"`)).toBe("kept");
    await stage.delete(deployed);
    expect(await stage.say("node1", leftovers(deployed))).toBe("");
  });
});

it("converges wherever it was cut off", async () => {
  const inputs = wanted("cut", {
    node: "node2",
    environment: { COLOUR: "red" },
    secretEnvironment: { PASSWORD: CANARY },
  });
  for (const command of ["pull", "image inspect", "secret create", "create", "container inspect"]) {
    for (const when of ["before", "after"]) {
      await stage.say("node2", cutOff(command, when));
      await expect(stage.up(inputs)).rejects.toThrow();
      await stage.say("node2", "rm /usr/local/sbin/podman");
    }
  }
  const deployed = await stage.up(inputs);
  expect(deployed.properties["drift"]).toEqual([]);
  expect(await inside(deployed, `sh -c 'echo "$COLOUR $PASSWORD"'`, "node2")).toBe(`red ${CANARY}`);
  const count = `podman ps --all --quiet | wc -l; podman secret ls --quiet | wc -l; ls /mnt/ssd/containers | wc -l`;
  expect(await stage.say("node2", count)).toBe("1\n1\n1");
  await stage.delete(deployed);
  expect(await stage.say("node2", leftovers(deployed))).toBe("");
});

it("tells of a container that ends again and again", async () => {
  const deployed = await stage.up(wanted("crashing", { entrypoint: "sh -c 'exit 3'" }));
  const state = `cat /run/groundplan/s/${deployed.id}/state`;
  await until("the service to give up", async () => (await stage.on("node1", state)).out.trim() === "failed");
  const found = await stage.refresh(deployed);
  expect(found.properties["drift"]).toEqual([
    "process: ended too often (deleting container due to so many crashes)",
  ]);
  const mended = await stage.up(wanted("crashing"), found);
  expect(mended.properties["drift"]).toEqual([]);
  await stage.delete(mended);
});

it("says why a container does not begin", async () => {
  const missing = await stage.failed(wanted("nothing", { entrypoint: "/no/such/program" }));
  expect(missing).toMatch(/the container does not begin: .*\/no\/such\/program/);
  const unknown = await stage.failed(wanted("unknown", { image: "registry.groundplan.test/lab/nothing:1" }));
  expect(unknown).toContain("the image registry.groundplan.test/lab/nothing:1 cannot be fetched");
});

interface Tampering {
  readonly what: string;
  /** Shell script with the container's name as `id`. */
  readonly tamper: string;
  /** Properties that a refresh shows to differ. */
  readonly shown: Properties;
  /** Whether the repair keeps the process. Default `same`. */
  readonly process?: "same" | "other";
}

/** A script that puts a container with other options in the place of ours. */
function inItsPlace(options: string, command = ""): string {
  const waiting = `--entrypoint='["sh","-c","trap \\"exit 0\\" TERM; while :; do sleep 1; done"]'`;
  return `
volume=$(cut -d '"' -f 8 /var/lib/groundplan/w/$id/keep.mounted)
${GONE}
podman run --detach --name $id --hostname $id --network ns:/run/netns/$id --memory 64m --cpus 1 --env=COLOUR=red \\
  --volume="$volume:/data/of web" ${options} ${command === "" ? waiting : ""} ${IMAGE} ${command}`;
}

/** A script after which a call of podman ends all processes of the caller, before or after podman did its work. */
function cutOff(command: string, when: string): string {
  const kill = "kill -s KILL 0";
  return `
cat >/usr/local/sbin/podman <<'END'
#!/bin/sh
case "$* " in
  "${command} "*) ${when === "before" ? kill : `/usr/bin/podman "$@"; ${kill}`} ;;
  *) exec /usr/bin/podman "$@" ;;
esac
END
chmod 755 /usr/local/sbin/podman`;
}

/** Inputs of a container on the first node. */
function wanted(name: string, rest: Properties = {}): Properties {
  return stage.inputs("Container", name, {
    node: "node1",
    image: IMAGE,
    entrypoint: WAITING,
    memory: 64,
    ...rest,
  });
}

/** What a command says inside a container. */
function inside({ id }: Deployed, command: string, node: "node1" | "node2" = "node1"): Promise<string> {
  return stage.say(node, `podman exec ${id} ${command}`);
}

/** Number of a container's process on the node; 0 or nothing without one. */
async function processOf({ id }: Deployed): Promise<string> {
  return (await stage.on("node1", `podman inspect --format '{{.State.Pid}}' ${id}`)).out.trim();
}

async function cpuQuota({ id }: Deployed): Promise<string> {
  return stage.say(
    "node1",
    `group=$(podman inspect --format '{{.State.CgroupPath}}' ${id})
cat /sys/fs/cgroup/cpu$group/cpu.cfs_quota_us || cut -d ' ' -f 1 /sys/fs/cgroup$group/cpu.max`,
  );
}

function differences(found: Properties, before: Properties): Properties {
  return Object.fromEntries(
    Object.entries(found).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])),
  );
}

function textOf({ properties }: Deployed, name: string): string {
  const value = properties[name];
  if (typeof value !== "string") throw new Error(`${name} is no text`);
  return value;
}

/** Prints whatever there is of a container on the node. */
function leftovers({ id }: Deployed): string {
  return `
podman ps --all --format '{{.Names}}' | grep -F ${id} || :
podman secret ls --format '{{.Name}}' | grep -F ${id} || :
ip netns list | grep -F ${id} || :
find /var/lib/groundplan /run/groundplan /mnt/ssd /mnt/hdd -path '*${id}*' -prune -print
pgrep -af ${id} | grep -v pgrep || :
podman images --quiet`;
}
