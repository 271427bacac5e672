import { AppError } from '#lib/platform/errors.ts';
import { readBytes } from './read-body.ts';

/** Of what stands round the file in the form. */
const FORM_BYTES = 64 * 1024;
const MULTIPART = /^multipart\/form-data\s*;.*boundary=/i;

/**
 * The one file of a form (RFC 7578), in the part called `file`; counted while it arrives.
 * @throws AppError `unsupported_media_type`, `too_large`, `bad_request` (no form), `invalid` (no file in it).
 */
export async function readUpload(
  request: Request,
  maxBytes: number,
): Promise<{ name: string; bytes: Buffer }> {
  const type = request.headers.get('content-type') ?? '';
  if (!MULTIPART.test(type)) {
    throw new AppError(
      'unsupported_media_type',
      'The body has to be multipart/form-data with a part "file".',
    );
  }
  const body = await readBytes(request.body, { maxBytes: maxBytes + FORM_BYTES });
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw new AppError('bad_request', 'The body is no multipart form.', { cause });
    });
  const file = form.get('file');
  if (file === null || typeof file === 'string') {
    const errors = [{ path: 'file', message: 'Send one file in a part of this name.' }];
    throw new AppError('invalid', 'The form holds no file', { details: { errors } });
  }
  return { name: file.name.slice(0, 1_000) || 'file', bytes: Buffer.from(await file.arrayBuffer()) };
}
