import type { Context } from '#lib/auth/context.ts';
import { getFile } from '#lib/files/get-file.ts';
import type { ScannedFile } from '#lib/files/schema.ts';
import { listSubjectFindings } from '#lib/findings/list-subject-findings.ts';
import type { FindingPlace } from '#lib/findings/schema.ts';

export type DescribedFile = ScannedFile & { findings: FindingPlace[] };

/** A file with what was found in it, masked, and where. @throws AppError `not_found`. */
export async function describeFile(ctx: Context, id: string): Promise<DescribedFile> {
  const file = await getFile(ctx, id);
  return { ...file, findings: await listSubjectFindings(ctx, { kind: 'file', id }) };
}
