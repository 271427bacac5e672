// Runs before every npm script, with whatever Node is there (18 or newer) and nothing installed: puts the packages
// and the generated database client in place. Speaks on standard error only, other programs read standard output.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const withDev = process.argv.includes('--dev');
const inRoot = (...parts) => join(ROOT, ...parts);
const read = (path) => readFileSync(inRoot(path), 'utf8');

/** Whether node_modules holds what the lock file says; npm's own record of the install is compared with it. */
function isInstalled() {
  if (!existsSync(inRoot('node_modules/.package-lock.json'))) return false;
  const wanted = Object.entries(JSON.parse(read('package-lock.json')).packages);
  const found = JSON.parse(read('node_modules/.package-lock.json')).packages;
  return wanted.every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const mayBeAbsent = entry.optional || entry.devOptional || (entry.dev && !withDev);
    return found[path] ? found[path].version === entry.version : mayBeAbsent;
  });
}

/** Their install scripts bring the Node that runs the product and the links between PostgreSQL's libraries. */
function hasRunScripts() {
  return existsSync(inRoot('node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node'));
}

function schemaHash() {
  const hash = createHash('sha256')
    .update(read('node_modules/prisma/package.json'))
    .update(read('prisma.config.ts'));
  const names = readdirSync(inRoot('prisma/schema')).sort();
  for (const name of names) hash.update(name).update(read(`prisma/schema/${name}`));
  return hash.digest('hex');
}

const STAMP = 'lib/platform/prisma/.schema-hash';
const isGenerated = () =>
  existsSync(inRoot('lib/platform/prisma/client.ts')) &&
  existsSync(inRoot(STAMP)) &&
  read(STAMP) === schemaHash();

function npm(...args) {
  // The Node that started npm: the project's own lies in the folder that an install replaces.
  const node = process.env.npm_node_execpath ?? process.execPath;
  const script = process.env.npm_execpath;
  return script ? run(node, [script, ...args]) : run('npm', args);
}

async function generate() {
  // The command line insists on an engine it would download, and then does not use it to generate.
  const env = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  };
  const node = hasRunScripts() ? inRoot('node_modules/node/bin/node') : process.execPath;
  await run(node, [inRoot('node_modules/prisma/build/index.js'), 'generate'], env);
  writeFileSync(inRoot(STAMP), schemaHash());
}

function run(command, args, extra = {}) {
  const PATH = [inRoot('node_modules/.bin'), process.env.PATH].join(delimiter);
  return new Promise((resolve, reject) => {
    const shell = process.platform === 'win32' && command === 'npm';
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, PATH, ...extra },
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const keep = (chunk) => {
      said += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(said.trim().split('\n').slice(-30).join('\n'))),
    );
  });
}

/** Says what goes on, and for how long, once it takes longer than two seconds. */
async function step(title, work) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const live = process.stderr.isTTY;
  let shown = false;
  const timer = setInterval(() => {
    if (!live && shown && seconds() % 10 !== 0) return;
    if (seconds() < 2) return;
    shown = true;
    process.stderr.write(live ? `\r${title} … ${seconds()} s ` : `${title} … ${seconds()} s\n`);
  }, 1000);
  try {
    await work();
    if (shown) process.stderr.write(`${live ? '\r' : ''}${title}: done in ${seconds()} s\n`);
  } catch (error) {
    process.stderr.write(`${live && shown ? '\n' : ''}${title} failed:\n${error.message}\n`);
    process.exit(1);
  } finally {
    clearInterval(timer);
  }
}

/** One at a time per checkout; the lock is a local socket, so it ends with the process that holds it. */
async function lock() {
  const name = `the-eye-install-${createHash('sha256').update(ROOT).digest('hex').slice(0, 24)}`;
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
  for (;;) {
    const taken = await new Promise((resolve, reject) => {
      const server = createServer((socket) => socket.destroy());
      server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
      server.listen(address, () => resolve(true));
    });
    if (taken) return () => process.platform !== 'win32' && rmSync(address, { force: true });
    const held = await new Promise((resolve) => {
      const socket = connect(address, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (held) await new Promise((resolve) => setTimeout(resolve, 200));
    else rmSync(address, { force: true });
  }
}

if (Number(process.versions.node.split('.')[0]) < 18) {
  console.error(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
  process.exit(1);
}
const isDone = () => isInstalled() && hasRunScripts() && isGenerated();
if (!isDone()) {
  const release = await lock();
  if (!isInstalled())
    await step('Installing packages (npm ci)', () => npm('ci', ...(withDev ? ['--include=dev'] : [])));
  if (!hasRunScripts())
    await step('Running install scripts (npm rebuild)', () => npm('rebuild', '--ignore-scripts=false'));
  if (!isGenerated()) await step('Generating the database client', generate);
  release();
}
process.exit(0);
