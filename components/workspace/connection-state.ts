/** `v1alphaConnectionState`, without the time of the attempt, which would make every preview show a change. */
export interface ConnectionState {
  readonly status: "Successful" | "Failed";
  /** What went wrong; empty when nothing did. */
  readonly message: string;
}
