import { spawn } from 'node:child_process';
import { join } from 'node:path';

type Check = { name: string; script: string; args: readonly string[]; nodeArgs?: readonly string[] };

/** What reads the source and needs neither a database nor a build. */
const CHECKS: readonly Check[] = [
  {
    name: 'format and lint',
    script: '@biomejs/biome/bin/biome',
    args: ['check', '--error-on-warnings', '.'],
  },
  { name: 'types', script: 'typescript/bin/tsc', args: ['--noEmit'] },
  {
    name: 'imports',
    script: 'dependency-cruiser/bin/dependency-cruiser.mjs',
    args: [
      '--config',
      '.dependency-cruiser.mjs',
      'app',
      'components',
      'lib',
      'jobs',
      'bin',
      'tests',
      'server.ts',
    ],
    nodeArgs: ['--import', './bin/with-typescript-6.mjs'],
  },
  { name: 'unused code', script: 'knip/bin/knip.js', args: [] },
];

/** Runs every check side by side, says what each found, and counts. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  const results = await Promise.all(CHECKS.map(runCheck));
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

function runCheck({ name, script, args, nodeArgs = [] }: Check): Promise<boolean> {
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...nodeArgs, join('node_modules', script), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const keep = (chunk: Buffer) => {
      said += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
      if (code !== 0) console.log(said.trimEnd());
      resolve(code === 0);
    });
  });
}

if (import.meta.main) {
  const { failed } = await runChecks();
  process.exitCode = failed === 0 ? 0 : 1;
}
