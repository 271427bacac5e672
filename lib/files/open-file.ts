import { openSecret } from '#lib/platform/envelope.ts';
import { openBytes } from '#lib/platform/sealed-bytes.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import type { TakenFile } from './repo.ts';
import type { FileSecret, GivenFile } from './store-file.ts';

/** The name and bytes of a file that is being scanned. */
export function openFile({ id, sealed, bytes }: TakenFile): GivenFile {
  const place = sealedPlace('files.sealed', id);
  const { name, key } = JSON.parse(openSecret(sealed, place)) as FileSecret;
  return { name, bytes: openBytes(Buffer.from(key, 'base64'), bytes, place) };
}
