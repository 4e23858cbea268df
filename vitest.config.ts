import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Pure code needs no walls between files; loading it once a thread halves the time.
          pool: 'threads',
          isolate: false,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/services/keeper.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Real brokers and whole runs on two cores: one file at a time keeps them honest.
          fileParallelism: false,
          // What a poll waits for has come over a broker and a socket; a second is the default.
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
});
