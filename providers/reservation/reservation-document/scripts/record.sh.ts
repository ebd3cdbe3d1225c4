import type { NodeScript } from "../../../../clients/node/types.js";

/** Where records are: `$record`, for the reservation `$document`. */
const PLACE = `record="$state_folder/reservations/$document.json"
`;

/** Answers the record of a reservation, null when the node has none. */
export const recordLook: NodeScript = {
  name: "reservation-look",
  text: `${PLACE}text=
if [ -f "$record" ]; then text=$(cat "$record"); fi
answer maybe record "$text"
`,
};

/** Keeps a record. */
export const recordWrite: NodeScript = {
  name: "reservation-write",
  text: `${PLACE}mkdir -p "$state_folder/reservations"
chmod 0700 "$state_folder/reservations"
put_file "$record" 0600 "$content"
answer flag written true
`,
};

/** Takes a record away; gone already is fine. */
export const recordRemove: NodeScript = {
  name: "reservation-remove",
  text: `${PLACE}rm -f "$record"
rmdir "$state_folder/reservations" 2>/dev/null || :
answer flag removed true
`,
};
