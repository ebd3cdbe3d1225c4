const transformEsmOnly = [
  "@kubernetes/client-node",
  "p-retry",
  "is-network-error",
  "@noble",
  "@scure",
  "jsonpath-plus",
  "openid-client",
  "oauth4webapi",
  "jose",
];

// A lab for each worker: started by the first test that asks for it, stopped at the end of the run.
const withLab = {
  globalSetup: "<rootDir>/test/support/lab-of-run.ts",
  globalTeardown: "<rootDir>/test/support/lab-teardown.ts",
  setupFilesAfterEnv: ["<rootDir>/test/support/long-timeouts.ts"],
};

/** @type {import("jest").Config} */
const shared = {
  rootDir: __dirname,
  testEnvironment: "node",
  testEnvironmentOptions: { globalsCleanup: "off" },
  setupFilesAfterEnv: ["<rootDir>/test/support/patient.ts"],
  transform: {
    "^.+\\.[cm]?[jt]s$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: ["<rootDir>/dist/", `<rootDir>/node_modules/(?!(${transformEsmOnly.join("|")})/)`],
  moduleNameMapper: {
    // Sources import each other by the names of the compiled files.
    "^(\\.{1,2}/.*)\\.js$": ["$1.js", "$1.ts"],
    "^fast-check$": "<rootDir>/test/support/repeatable-fast-check.ts",
  },
  moduleFileExtensions: ["ts", "js", "json"],
  modulePathIgnorePatterns: ["<rootDir>/.lab/"],
};

module.exports = {
  coverageProvider: "v8",
  projects: [
    { ...shared, displayName: "unit", testMatch: ["<rootDir>/test/unit/**/*.test.ts"] },
    {
      ...shared,
      displayName: "contract",
      testMatch: ["<rootDir>/test/contract/**/*.test.ts"],
      globalSetup: "<rootDir>/test/support/built.ts",
    },
    { ...shared, displayName: "component", testMatch: ["<rootDir>/test/component/**/*.test.ts"] },
    { ...shared, ...withLab, displayName: "e2e", testMatch: ["<rootDir>/test/e2e/**/*.test.ts"] },
    { ...shared, ...withLab, displayName: "bench", testMatch: ["<rootDir>/test/bench/**/*.bench.ts"] },
    { ...shared, ...withLab, displayName: "soak", testMatch: ["<rootDir>/test/soak/**/*.test.ts"] },
  ],
};
