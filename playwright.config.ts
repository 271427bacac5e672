import { defineConfig } from '@playwright/test';

const port = Number(process.env.E2E_PORT ?? 3300);
const demoPort = Number(process.env.E2E_DEMO_PORT ?? 4310);
const executablePath = process.env.CHROMIUM_PATH;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  forbidOnly: true,
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: `http://localhost:${port}`,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  // The product as `npm start` runs it, on an empty data folder. What it prints for a person to read is what the tests
  // sign in with and paste: EYE_EMAIL, EYE_PASSWORD, EYE_CURL.
  webServer: {
    command: 'node --disable-warning=ExperimentalWarning bin/start.ts',
    env: {
      PORT: String(port),
      DEMO: '1',
      DEMO_PORT: String(demoPort),
      // Where the tests' own receivers listen.
      OUTBOUND_ALLOW: '127.0.0.1/32',
      // Where the stand-in for Slack listens.
      SLACK_API_URL: `http://127.0.0.1:${port + 2_000}/api/`,
      DATA_DIR: process.env.E2E_DATA_DIR ?? '.data/e2e',
    },
    wait: {
      stdout:
        /Sign in +(?<eye_email>\S+)\s+Password +(?<eye_password>\S+)[\s\S]*?(?<eye_curl>curl -sS [\s\S]*?\}')\s/,
    },
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 40_000 },
    timeout: 300_000,
  },
});
