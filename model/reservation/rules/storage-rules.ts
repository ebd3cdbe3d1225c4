import type { Problem } from "../../shared/problem.js";
import { DISK_TYPE_TEXTS } from "../types/enums/disk-type.js";
import { VOLUME_TYPE_TEXTS } from "../types/enums/volume-type.js";
import { ZDB_MODE_TEXTS } from "../types/enums/zdb-mode.js";
import type { Volume } from "../types/volume.js";
import type { Zdb } from "../types/zdb.js";
import { below, faultIf, faultWhen, type Place } from "./rule.js";
import { cipherFault } from "./value-faults.js";

/** Rules of a volume's own fields. */
export function volumeProblems({ size, type }: Volume, place: Place): readonly Problem[] {
  return [
    ...sizeProblems(size, below(place, "size")),
    ...enumerationProblems(VOLUME_TYPE_TEXTS, type, below(place, "type")),
  ];
}

/** Rules of a 0-db's own fields. */
export function zdbProblems(
  { size, mode, diskType, password, version }: Zdb,
  place: Place,
): readonly Problem[] {
  return [
    ...sizeProblems(size, below(place, "size")),
    ...enumerationProblems(ZDB_MODE_TEXTS, mode, below(place, "mode")),
    ...enumerationProblems(DISK_TYPE_TEXTS, diskType, below(place, "diskType")),
    ...faultIf(
      below(place, "password"),
      "cipher",
      password === "" ? undefined : cipherFault(password, version),
    ),
  ];
}

/** A number that its enumeration has. */
export function enumerationProblems(
  texts: readonly string[],
  value: number,
  place: Place,
): readonly Problem[] {
  const known = texts.map((text, index) => `${index} (${text})`).join(", ");
  return faultWhen(
    texts[value] === undefined,
    place,
    "enumeration",
    `must be one of ${known} and is ${value}`,
  );
}

function sizeProblems(size: number, place: Place): readonly Problem[] {
  return faultWhen(size < 1, place, "size", `must be at least 1 GiB and is ${size}`);
}
