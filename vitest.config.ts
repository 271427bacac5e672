import { defineConfig } from 'vitest/config';

const database = ['tests/support/database-server.ts'];

export default defineConfig({
  test: {
    // Fixed and public: they protect nothing but the tests' own rows.
    env: {
      NODE_ENV: 'test',
      LOG_LEVEL: 'error',
      SESSION_SECRET: 'a-session-secret-for-tests-alone',
      ENCRYPTION_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/each-test-file-makes-its-own',
      TZ: 'UTC',
    },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          sequence: { groupOrder: 0 },
          // Some draw hundreds of cases: on a machine that is busy elsewhere they take their time.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          globalSetup: database,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          include: ['tests/architecture/**/*.test.ts'],
          sequence: { groupOrder: 2 },
          globalSetup: database,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          sequence: { groupOrder: 3 },
          globalSetup: database,
          // These start and kill whole processes: one at a time.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
