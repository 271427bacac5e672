import type { Budget } from './budget.ts';
import type { ExtractedText } from './schema.ts';

/** A file, or a member of one. `place` is what stands before the places in it, empty for the file itself. */
export type Member = { bytes: Buffer; name: string; place: string; depth: number; budget: Budget };

export type Reader = (member: Member, nested: Nested) => Promise<ExtractedText[]> | ExtractedText[];
/** Reads a member of the member at hand. */
export type Nested = (inner: { bytes: Buffer; name: string }) => Promise<ExtractedText[]>;
