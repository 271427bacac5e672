import { z } from 'zod';

/** Why a file could not be looked into. */
export const UnscannableReason = z.enum(['encrypted', 'too_large', 'malformed', 'unsupported', 'timeout']);
export type UnscannableReason = z.infer<typeof UnscannableReason>;

/** A piece of text with where it stands: `page 3`, `Sheet1!B4`, `a.zip!b.docx paragraph 2`. */
export type ExtractedText = { text: string; place: string; key?: string };

export type Extraction =
  | { state: 'extracted'; kind: string; segments: ExtractedText[] }
  | { state: 'unscannable'; kind: string | null; reason: UnscannableReason };

export const MAX_FILE_BYTES = 25 * 1024 * 1024;
