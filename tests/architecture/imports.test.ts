import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const ROOMS = ['app', 'components', 'lib', 'jobs', 'bin', 'tests', 'server.ts'];

type Graph = {
  modules: { source: string; dependencies: { resolved: string }[] }[];
  summary: { error: number; totalCruised: number };
};

it('the rules of who may import whom hold over a graph that is really read', async () => {
  const { stdout } = await run(
    process.execPath,
    [
      '--import',
      './bin/with-typescript-6.mjs',
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'json',
      ...ROOMS,
    ],
    { maxBuffer: 256 * 1024 * 1024 },
  );
  const { modules, summary } = JSON.parse(stdout) as Graph;
  // A checker without a TypeScript it understands reports an empty graph and no fault.
  expect(summary.totalCruised).toBeGreaterThan(400);
  const verb = modules.find(({ source }) => source === 'lib/events/accept-events.ts');
  expect(verb?.dependencies.map(({ resolved }) => resolved)).toContain('lib/platform/errors.ts');
  expect(summary.error).toBe(0);
});
