/** A simple service is begun again after this time, in seconds … */
export const RESTART_S = 2;
/** … unless it was begun so often … */
export const MOST_STARTS = 4;
/** … within this time, in seconds. */
export const START_WINDOW_S = 60;
