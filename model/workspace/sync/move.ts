import type { MachineAction, Wait } from "./actions.js";
import type { MachineState } from "./state.js";

/** One transition: a state, and what it asks for. With neither actions nor wait, the next one follows at once. */
export interface Move {
  readonly state: MachineState;
  readonly actions: readonly MachineAction[];
  readonly wait?: Wait;
}

export function acting(state: MachineState, actions: readonly MachineAction[]): Move {
  return { state, actions };
}

/** The operation's message says what is waited for. */
export function waiting(state: MachineState, wait: Wait): Move {
  return { state: { ...state, message: wait.message }, actions: [], wait };
}
