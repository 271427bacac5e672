import { type Db, type Prisma, prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';
import { containing } from '#lib/platform/like.ts';
import type { ClientChange, ClientsQuery } from './schema.ts';

const SHOWN = {
  id: true,
  name: true,
  enabled: true,
  authId: true,
  allowedCategories: true,
  addressRanges: true,
  scopes: true,
  oneTimeTokens: true,
  callsPerSecond: true,
  maxTokenLifetimeSeconds: true,
  expiresAt: true,
  createdAt: true,
  updatedAt: true,
  lastUsedAt: true,
  secrets: {
    select: {
      id: true,
      prefix: true,
      lastFour: true,
      createdAt: true,
      expiresAt: true,
      lastUsedAt: true,
      calls: true,
    },
    orderBy: { id: 'desc' },
  },
} as const satisfies Prisma.ClientSelect;

export type ClientRow = Prisma.ClientGetPayload<{ select: typeof SHOWN }>;

/** With sealed secrets, for checking tokens: whatever is not deleted. */
export function findClientWithSecrets(id: string) {
  return prisma().client.findFirst({
    where: { id, deletedAt: null },
    select: {
      id: true,
      name: true,
      enabled: true,
      allowedCategories: true,
      addressRanges: true,
      scopes: true,
      oneTimeTokens: true,
      callsPerSecond: true,
      maxTokenLifetimeSeconds: true,
      expiresAt: true,
      secrets: { select: { id: true, sealed: true, expiresAt: true }, orderBy: { id: 'desc' }, take: 2 },
    },
  });
}

export function findClient(db: Db, id: string): Promise<ClientRow | null> {
  return db.client.findFirst({ where: { id, deletedAt: null }, select: SHOWN });
}

export function insertClient(db: Db, data: Prisma.ClientCreateInput): Promise<ClientRow> {
  return db.client.create({ data, select: SHOWN });
}

export function changeClient(db: Db, id: string, change: ClientChange): Promise<ClientRow> {
  const data: Prisma.ClientUpdateInput = {};
  if (change.name !== undefined) data.name = change.name;
  if (change.enabled !== undefined) data.enabled = change.enabled;
  if (change.allowed_categories !== undefined) data.allowedCategories = change.allowed_categories;
  if (change.address_ranges !== undefined) data.addressRanges = change.address_ranges;
  if (change.scopes !== undefined) data.scopes = change.scopes;
  if (change.one_time_tokens !== undefined) data.oneTimeTokens = change.one_time_tokens;
  if (change.calls_per_second !== undefined) data.callsPerSecond = change.calls_per_second;
  if (change.expires_at !== undefined) data.expiresAt = change.expires_at;
  if (change.max_token_lifetime_seconds !== undefined) {
    data.maxTokenLifetimeSeconds = change.max_token_lifetime_seconds;
  }
  return db.client.update({ where: { id }, data, select: SHOWN });
}

export async function markClientDeleted(db: Db, id: string, at: Date): Promise<void> {
  await db.client.update({ where: { id }, data: { deletedAt: at }, select: { id: true } });
}

/** The newest secret that is still good, sealed. */
export function findNewestSecret(db: Db, clientId: string, now: Date) {
  return db.clientSecret.findFirst({
    where: { clientId, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    orderBy: { id: 'desc' },
    select: { id: true, sealed: true },
  });
}

/** Newest first. */
export async function pageOfClients(
  db: Db,
  { q, enabled }: ClientsQuery,
  request: PageRequest,
): Promise<Page<ClientRow>> {
  const { beyond, ...reading } = keysetQuery(['id'], 'desc', request);
  const rows = await db.client.findMany({
    where: {
      deletedAt: null,
      ...(enabled === undefined ? {} : { enabled }),
      ...(q ? { name: containing(q) } : {}),
      AND: beyond,
    },
    ...reading,
    select: SHOWN,
  });
  return toPage(rows, request, (row) => [row.id]);
}

export async function updateLastUsed(
  uses: readonly (readonly [clientId: string, atMs: number])[],
): Promise<void> {
  const ids = uses.map(([id]) => id);
  const times = uses.map(([, atMs]) => new Date(atMs));
  await prisma().$executeRaw`
    UPDATE clients SET last_used_at = used.at
    FROM unnest(${ids}::uuid[], ${times}::timestamptz[]) AS used (id, at)
    WHERE clients.id = used.id AND (last_used_at IS NULL OR last_used_at < used.at)`;
}

export type DormantClientRow = { id: string; name: string; lastUsedAt: Date | null; total: number };

/** Enabled clients that have not called since, the longest silent first. */
export function findDormantClients(db: Db, since: Date, limit: number): Promise<DormantClientRow[]> {
  return db.$queryRaw`
    SELECT c.id, c.name, c.last_used_at AS "lastUsedAt", (count(*) OVER ())::int AS total FROM clients c
    WHERE c.enabled AND c.deleted_at IS NULL AND COALESCE(c.last_used_at, c.created_at) < ${since}
    ORDER BY c.last_used_at NULLS FIRST, c.id
    LIMIT ${limit}`;
}
