import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, stat } from 'node:fs/promises';
import { AppError } from '../errors.ts';

/** The user PostgreSQL runs as; null is the user of this process. */
type Account = { uid: number; gid: number } | null;

/** How to run a program of PostgreSQL: directly, or through a wrapper that changes the user on the way. */
export type Launcher = {
  account: Account;
  run(program: string, args: readonly string[], stdio: StdioOptions): ChildProcess;
  own(path: string): Promise<void>;
};

// The programs get no environment of ours: nothing secret may show in theirs. Windows cannot start without its own.
const environment =
  process.platform === 'win32'
    ? {}
    : {
        env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as Record<string, string> as NodeJS.ProcessEnv,
      };
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv', '/usr/sbin/setpriv'];

/**
 * Finds a user PostgreSQL accepts (it refuses root) who can reach both the programs and the folder.
 * @param folder exists already; the data lives in it
 * @param owner who owns existing data, kept when there is any
 */
export async function findLauncher(program: string, folder: string, owner: Account): Promise<Launcher> {
  if (process.getuid?.() !== 0) return launcher(null, []);
  const account = owner && owner.uid !== 0 ? owner : (lookUp('postgres') ?? lookUp('nobody'));
  if (!account) {
    throw new AppError(
      'unavailable',
      'PostgreSQL refuses to run as root and there is no user "postgres" or "nobody": start as another user, or set DATABASE_URL.',
    );
  }
  const wrappers = [[], ...capabilityWrappers(account)];
  const wrapper = wrappers.find((candidate) => canReach(candidate, account, [program, folder]));
  if (!wrapper) {
    throw new AppError(
      'unavailable',
      `PostgreSQL cannot run as root, and its user (uid ${account.uid}) cannot reach ${program} or ${folder}: move the project to a folder others may enter, start as another user, or set DATABASE_URL.`,
    );
  }
  return launcher(account, wrapper);
}

/** Who owns a path, or null when it does not exist. */
export async function ownerOf(path: string): Promise<Account> {
  const found = await stat(path).catch(() => null);
  return found && { uid: found.uid, gid: found.gid };
}

function launcher(account: Account, wrapper: readonly string[]): Launcher {
  return {
    account,
    run(program, args, stdio) {
      const [command = program, ...rest] = [...wrapper, program, ...args];
      // Detached: a Ctrl-C in the terminal must not reach the database before those who use it are done.
      return spawn(command, rest, {
        ...identity(account, wrapper),
        ...environment,
        stdio,
        detached: true,
        windowsHide: true,
      });
    },
    async own(path) {
      if (account) await chown(path, account.uid, account.gid);
    },
  };
}

/** A checkout below a closed folder such as /root: the user changes, the right to pass through folders stays. */
function capabilityWrappers({ uid, gid }: NonNullable<Account>): string[][] {
  const setpriv = SETPRIV.find((path) => existsSync(path));
  if (!setpriv) return [];
  const user = [setpriv, '--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  return ['dac_read_search', 'dac_override'].map((name) => [
    ...user,
    `--inh-caps=+${name}`,
    `--ambient-caps=+${name}`,
    // Without it access(2), which PostgreSQL asks about its own programs, ignores the capability.
    '--securebits=+no_setuid_fixup',
    '--',
  ]);
}

function canReach(
  wrapper: readonly string[],
  account: NonNullable<Account>,
  [program, folder]: [string, string],
): boolean {
  const probe = ['/bin/sh', '-c', 'cd "$1" && "$2" --version', 'sh', folder, program];
  const [command = '', ...args] = [...wrapper, ...probe];
  const result = spawnSync(command, args, { ...identity(account, wrapper), ...environment, stdio: 'ignore' });
  return result.status === 0;
}

/** With a wrapper the process starts as root and the wrapper changes the user. */
function identity(account: Account, wrapper: readonly string[]): { uid?: number; gid?: number } {
  return account && wrapper.length === 0 ? account : {};
}

function lookUp(name: string): Account {
  const ask = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const [uid, gid] = [ask('-u'), ask('-g')].map((answer) =>
    answer.status === 0 ? Number(answer.stdout) : Number.NaN,
  );
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid: uid as number, gid: gid as number } : null;
}
