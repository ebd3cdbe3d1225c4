// Jest's five seconds are a matter of a machine's load; a test that hangs ends all the same.
jest.setTimeout(60_000);
