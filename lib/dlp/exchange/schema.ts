import { z } from 'zod';

export const FORMAT = 'the-eye/patterns/1';

const yaml = z.string().min(1).max(1_000_000);
export const ImportQuestion = z.strictObject({ yaml });
export const ImportOrder = z.strictObject({
  yaml,
  /** What the plan of this document said; refused when it would say something else by now. */
  plan: z.string().length(64),
});

export type ImportItem = {
  name: string;
  kind: 'create' | 'change' | 'unchanged';
  /** Field -> before and after; for a new pattern everything that it says. */
  changes: { field: string; before: unknown; after: unknown }[];
};

export type ImportPlan = { plan: string; items: ImportItem[] };
