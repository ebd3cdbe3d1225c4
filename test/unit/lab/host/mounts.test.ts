import { mountsBelow } from "../../../../lab/host/mounts.js";

const MOUNTINFO = `22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:30 / /home/me/.lab/kubelet rw - tmpfs tmpfs rw
31 30 0:31 / /home/me/.lab/kubelet/inner\\040folder rw - tmpfs tmpfs rw
32 22 0:32 / /home/me/.labour rw - tmpfs tmpfs rw
`;

test("mounts of a folder, the innermost first, without those of its neighbours", () => {
  expect(mountsBelow(MOUNTINFO, "/home/me/.lab")).toEqual([
    "/home/me/.lab/kubelet/inner folder",
    "/home/me/.lab/kubelet",
  ]);
});

test("a folder that is a mount point itself", () => {
  expect(mountsBelow(MOUNTINFO, "/home/me/.labour")).toEqual(["/home/me/.labour"]);
});
