import { type Db, prisma } from '#lib/platform/db.ts';
import { keysetQuery, type Page, type PageRequest, toPage } from '#lib/platform/keyset.ts';

export type LoginRow = {
  id: string;
  at: Date;
  kind: string;
  address: string | null;
  userAgent: string | null;
};

/** Newest first. */
export async function pageOfLogins(db: Db, userId: string, request: PageRequest): Promise<Page<LoginRow>> {
  const { beyond, ...reading } = keysetQuery(['id'], 'desc', request);
  const rows = await db.userLogin.findMany({ where: { userId, AND: beyond }, ...reading });
  return toPage(rows, request, (row) => [row.id]);
}

export async function deleteLoginsBefore(moment: Date): Promise<number> {
  const { count } = await prisma().userLogin.deleteMany({ where: { at: { lt: moment } } });
  return count;
}
