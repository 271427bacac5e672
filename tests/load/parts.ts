import type { Target } from './connection.ts';
import type { Product } from './product.ts';
import type { Line } from './report.ts';

/** What a suite measures, each by its name. */
export type Parts = Readonly<
  Record<
    string,
    {
      /** What is being measured, while it is. */
      words: string;
    } & (
      | { measure: (product: Product, target: Target) => Promise<Line[]> }
      | { alone: () => Promise<Line[]> }
    )
  >
>;
