/** WireGuard as a program, for nodes whose kernel has none: the link is there as long as the program runs. */
export const WIREGUARD_GO = `
# run_wireguard_go LINK FUNCTION: runs the program, calls the function once the link is there, and ends with the program.
# A link that another run left behind ends that run.
run_wireguard_go() {
  wg_socket=/run/wireguard/$1.sock
  ip link del "$1" 2>/dev/null || true
  # The run before takes its socket away when it ends, which must not be ours.
  while wg show "$1" listen-port >/dev/null 2>&1; do sleep 0.1; done
  rm -f "$wg_socket"
  wireguard-go -f "$1" &
  wg_program=$!
  trap 'kill "$wg_program" 2>/dev/null || true' TERM INT EXIT
  until [ -S "$wg_socket" ] && [ -e "/sys/class/net/$1" ]; do
    kill -0 "$wg_program"
    sleep 0.1
  done
  "$2"
  wait "$wg_program"
}
`;
