import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDataFolder } from '#lib/platform/data-folder.ts';
import { freePort } from '#lib/platform/free-port.ts';
import { ensureBuild } from './build.ts';
import { runChecks } from './check.ts';
import { findChromium } from './chromium.ts';
import { explain } from './environment.ts';

type Count = { passed: number; failed: number };

const PROJECTS = ['unit', 'integration', 'architecture', 'faults'];
const STAGES = ['check', ...PROJECTS, 'e2e'];
const given = process.argv.slice(2);
const unknown = given.filter((name) => !STAGES.includes(name));
if (unknown.length > 0) {
  console.error(
    `No such stage: ${unknown.join(', ')}. There are ${STAGES.join(', ')}; none named runs them all.`,
  );
  process.exit(64);
}
const wanted = (name: string): boolean => given.length === 0 || given.includes(name);

async function main(reports: string): Promise<Count> {
  const counts: Count[] = [];
  if (wanted('check')) counts.push(await runChecks());
  const projects = PROJECTS.filter(wanted);
  if (wanted('faults') || wanted('e2e')) await ensureBuild(join(reports, 'build.log'));
  if (projects.length > 0) counts.push(await runVitest(projects, join(reports, 'vitest.json')));
  if (wanted('e2e')) counts.push(await runBrowser(reports));
  return {
    passed: counts.reduce((sum, count) => sum + count.passed, 0),
    failed: counts.reduce((sum, count) => sum + count.failed, 0),
  };
}

async function runVitest(projects: readonly string[], report: string): Promise<Count> {
  const code = await run('vitest/vitest.mjs', [
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const found = await readReport<{
    numTotalTests: number;
    numPassedTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  }>(report);
  if (!found) return { passed: 0, failed: 1 };
  // A file that could not be loaded holds no test, and is a failure all the same; so is a test that was skipped.
  const broken = found.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = found.numTotalTests - found.numPassedTests + broken.length;
  return { passed: found.numPassedTests, failed: code === 0 ? failed : Math.max(failed, 1) };
}

async function runBrowser(reports: string): Promise<Count> {
  const chromium = await findChromium();
  const report = join(reports, 'playwright.json');
  const dataDir = await mkdtemp(join('.data', 'e2e-'));
  // As root, the database's own user has to pass through.
  await chmod(dataDir, 0o711);
  const [port, demoPort] = [await freePort(), await freePort()];
  try {
    const code = await run('@playwright/test/cli.js', ['test', '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      CHROMIUM_PATH: chromium,
      E2E_DATA_DIR: dataDir,
      E2E_PORT: String(port),
      E2E_DEMO_PORT: String(demoPort),
    });
    const found = await readReport<{
      stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>;
    }>(report);
    if (!found) return { passed: 0, failed: 1 };
    const { expected, unexpected, flaky, skipped } = found.stats;
    const failed = unexpected + flaky + skipped;
    return { passed: expected, failed: code === 0 ? failed : Math.max(failed, 1) };
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function run(script: string, args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join('node_modules', script), ...args], {
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function readReport<T>(path: string): Promise<T | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as T);
}

await makeDataFolder('.data');
const reports = await mkdtemp(join('.data', 'test-report-'));
const total = await main(reports).catch((error: unknown): Count => {
  console.error(explain(error));
  return { passed: 0, failed: 1 };
});
await rm(reports, { recursive: true, force: true });
if (total.passed === 0 && total.failed === 0) console.error('No test ran.');
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
