// Tests that start a real engine wait for conditions with bounds of their own; this is only the last resort.
jest.setTimeout(600_000);
