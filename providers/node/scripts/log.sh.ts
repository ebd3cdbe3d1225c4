/** Logs of what services run, by which it is told why they do not. For what a service starts with. */
export const LOG = `
# log_keep FILE: keeps what this process appends to from growing without end, as long as the process lives. It is to run
# in the background.
log_keep() {
  while sleep 60 && kill -s 0 $$ 2>/dev/null; do
    if [ "$(stat -c %s "$1")" -gt 1048576 ]; then
      tail -c 65536 "$1" >"$1.before"
      : >"$1"
    fi
  done
}
`;
