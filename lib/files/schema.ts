import { z } from 'zod';
import { Moment, SearchText } from '#lib/platform/schema.ts';
import { UnscannableReason } from './extract/schema.ts';

export const FileState = z.enum(['queued', 'scanning', 'clean', 'leaking', 'unscannable']);
export type FileState = z.infer<typeof FileState>;
export const FILE_STATES = FileState.options;

/** A file as the API tells it. */
export const ScannedFile = z.object({
  id: z.uuid(),
  /** Masked; null until the file was scanned. */
  name: z.string().nullable(),
  kind: z.string().nullable(),
  size_bytes: z.int(),
  state: FileState,
  /** Why it is unscannable. */
  reason: UnscannableReason.nullable(),
  uploader: z.string(),
  created_at: z.iso.datetime(),
  scanned_at: z.iso.datetime().nullable(),
});
export type ScannedFile = z.infer<typeof ScannedFile>;

export const FilesQuery = z.strictObject({
  state: FileState.optional(),
  /** Part of its masked name. */
  q: SearchText.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
});
export type FilesQuery = z.infer<typeof FilesQuery>;

/** What the uploader hears before the file was scanned. */
export type AcceptedFile = { id: string; state: FileState; status_url: string };
