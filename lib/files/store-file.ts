import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { sealSecret } from '#lib/platform/envelope.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { newBytesKey, sealBytes } from '#lib/platform/sealed-bytes.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';
import { MAX_FILE_BYTES } from './extract/schema.ts';
import { insertFile } from './repo.ts';
import type { AcceptedFile } from './schema.ts';

export type GivenFile = { name: string; bytes: Buffer };

/** What is sealed of a file: its name can be as telling as its bytes. */
export type FileSecret = { name: string; key: string };

/**
 * Takes a file to be scanned: answered once it is committed, encrypted, with the job that scans it. A client needs no
 * permission. One that has an id of its own is taken once with it. @throws AppError `too_large`, `invalid` for an empty one.
 */
export async function storeFile(
  ctx: Context,
  { id = uuidv7(), name, bytes }: GivenFile & { id?: string },
): Promise<AcceptedFile> {
  if (ctx.actor.type !== 'client') requirePermission(ctx, 'files:write');
  if (bytes.length > MAX_FILE_BYTES) throw new AppError('too_large', 'The file is larger than 25 MiB.');
  if (bytes.length === 0) {
    throw new AppError('invalid', 'The file is empty', {
      details: { errors: [{ path: 'file', message: 'It holds no byte.' }] },
    });
  }
  const place = sealedPlace('files.sealed', id);
  const key = newBytesKey();
  const secret: FileSecret = { name, key: key.toString('base64') };
  await insertFile({
    id,
    sealed: sealSecret(JSON.stringify(secret), place),
    sizeBytes: bytes.length,
    clientId: ctx.actor.type === 'client' ? ctx.actor.id : null,
    uploader: actorName(ctx.actor),
    bytes: sealBytes(key, bytes, place),
  });
  wakeWorkers('scan-file');
  return { id, state: 'queued', status_url: `/api/v1/files/${id}` };
}
