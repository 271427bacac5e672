import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';

type Check = { name: string; command: string };

/** Runs every `check:` script of package.json side by side, says what each found, and counts. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
    scripts: Record<string, string>;
  };
  const checks = Object.entries(scripts)
    .filter(([name]) => name.startsWith('check:'))
    .map(([name, command]) => ({ name, command }));
  const results = await Promise.all(checks.map(runCheck));
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

function runCheck({ name, command }: Check): Promise<boolean> {
  const startedAt = Date.now();
  const path = [resolve('node_modules', '.bin'), process.env.PATH].join(delimiter);
  return new Promise((done) => {
    const child = spawn(command, {
      shell: true,
      env: { ...process.env, PATH: path },
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
      done(code === 0);
    });
  });
}

if (import.meta.main) {
  const { passed, failed } = await runChecks();
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
