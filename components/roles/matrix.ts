import type { Permission, Role } from '#lib/auth/grants/schema.ts';

export const EVERYTHING = 'all_all';

/** What is to be changed, by role: names of permissions to add and to take out. */
export type Draft = Readonly<Record<string, { add: readonly string[]; take: readonly string[] }>>;

export type Row = { name: string; description: string };
export type Group = { label: string; rows: readonly Row[] };

/** `events:read` belongs to events; what has no such beginning stands together. */
const groupOf = (name: string): string => /^([a-z0-9_]+)[:.]/.exec(name)?.[1] ?? 'general';

/** Rows by what they are about, the one that allows everything first. */
export function groupsOf(rows: readonly Row[]): readonly Group[] {
  const groups = Map.groupBy(rows, ({ name }) => groupOf(name));
  return [...groups]
    .map(([label, members]) => ({ label, rows: members }))
    .sort(
      (a, b) =>
        Number(b.label === 'general') - Number(a.label === 'general') || a.label.localeCompare(b.label),
    );
}

/** Every permission that is known: all there are, or, for who may not list them, those that some role allows. */
export function rowsOf(permissions: readonly Permission[] | null, roles: readonly Role[]): readonly Row[] {
  const known = new Map<string, Row>();
  for (const { name, description } of [...(permissions ?? []), ...roles.flatMap((role) => role.permissions)])
    known.set(name, { name, description });
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name));
}

export type CellState = 'own' | 'through' | 'everything' | 'none';

/** Where a role has a permission from: its own, a role it takes over from, or because it allows everything. */
export class Matrix {
  readonly #own: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #parents: ReadonlyMap<string, readonly string[]>;

  constructor(roles: readonly Role[], draft: Draft) {
    this.#own = new Map(
      roles.map((role) => {
        const own = new Set(role.permissions.map(({ name }) => name));
        for (const name of draft[role.name]?.add ?? []) own.add(name);
        for (const name of draft[role.name]?.take ?? []) own.delete(name);
        return [role.name, own];
      }),
    );
    this.#parents = new Map(roles.map(({ name, parents }) => [name, parents]));
  }

  /** Itself and all it takes over from, each once. */
  #reached(role: string): readonly string[] {
    const seen = new Set<string>();
    const walk = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const parent of this.#parents.get(name) ?? []) walk(parent);
    };
    walk(role);
    return [...seen];
  }

  cell(role: string, permission: string): { state: CellState; through: string | null } {
    if (this.#own.get(role)?.has(permission)) return { state: 'own', through: null };
    for (const name of this.#reached(role)) {
      const own = this.#own.get(name);
      const isWide = [...(own ?? [])].some(
        (grant) => /[.:]\*$/.test(grant) && permission.startsWith(grant.slice(0, -1)),
      );
      if (own?.has(EVERYTHING)) return { state: 'everything', through: name === role ? null : name };
      if (own?.has(permission) || isWide) return { state: 'through', through: name };
    }
    return { state: 'none', through: null };
  }
}

/** The draft after one cell was clicked: what is as it was before is no change. */
export function toggled(draft: Draft, role: Role, permission: string): Draft {
  const had = role.permissions.some(({ name }) => name === permission);
  const { add = [], take = [] } = draft[role.name] ?? {};
  const flip = (names: readonly string[]) =>
    names.includes(permission) ? names.filter((name) => name !== permission) : [...names, permission];
  const next = had ? { add, take: flip(take) } : { add: flip(add), take };
  const { [role.name]: _, ...rest } = draft;
  return next.add.length + next.take.length === 0 ? rest : { ...rest, [role.name]: next };
}

export const changesIn = (draft: Draft): number =>
  Object.values(draft).reduce((sum, { add, take }) => sum + add.length + take.length, 0);
