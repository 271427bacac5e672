import { type Db, Prisma } from '#lib/platform/db.ts';
import { uuidv7 } from '#lib/platform/ids.ts';

type NewAuditEntry = Omit<Prisma.AuditEntryUncheckedCreateInput, 'id' | 'at' | 'before' | 'after'> & {
  before: unknown;
  after: unknown;
};

const json = (value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull =>
  value === undefined ? Prisma.DbNull : (JSON.parse(JSON.stringify(value)) as Prisma.InputJsonValue);

export async function insertAuditEntry(db: Db, entry: NewAuditEntry): Promise<void> {
  await db.auditEntry.create({
    data: { ...entry, id: uuidv7(), before: json(entry.before), after: json(entry.after) },
  });
}
