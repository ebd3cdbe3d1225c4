import type { NodeScript } from "../types.js";

/** Answers whether the content is there, and else how many bytes of it. */
export const UPLOAD_BEGIN: NodeScript = {
  name: "upload-begin",
  text: `
file="$state_folder/$path"
part="$file.$digest.part"
mkdir -p "$(dirname "$file")"
if [ -f "$file" ] && [ "$(sha256sum <"$file" | cut -c 1-64)" = "$digest" ]; then
  answer flag complete true number bytes "$(stat -c %s "$file")"
else
  bytes=0
  if [ -f "$part" ]; then bytes=$(stat -c %s "$part"); fi
  answer flag complete false number bytes "$bytes"
fi
`,
};

/** Puts the content in its place if it is what it should be, and else removes it. */
export const UPLOAD_END: NodeScript = {
  name: "upload-end",
  text: `
file="$state_folder/$path"
part="$file.$digest.part"
found=$(sha256sum <"$part" | cut -c 1-64)
bytes=$(stat -c %s "$part")
if [ "$found" = "$digest" ]; then
  chmod 600 "$part"
  mv -f "$part" "$file"
else
  rm -f "$part"
fi
answer text found "$found" number bytes "$bytes"
`,
};

/** Exit code of {@link APPEND} when another upload of the same content runs. */
export const APPEND_BUSY = 75;

/** Appends the rest of its input to the file that the first line names, from the size in the second line on. */
export const APPEND = `umask 077
IFS= read -r part
IFS= read -r bytes
IFS= read -r seconds
exec 9>>"$part"
flock -n 9 || exit ${APPEND_BUSY}
test "$(stat -c %s "$part")" = "$bytes" || exit ${APPEND_BUSY}
timeout "$seconds" cat >&9`;
