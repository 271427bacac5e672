import type { Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { MAX_MATCHES } from './engine.ts';
import { findGroups } from './find-groups.ts';
import type { PatternTest, PatternTestResult } from './schema.ts';
import { textFinder } from './text-finder.ts';

/** Tries a pattern, saved or not, on a text and on its own samples; nothing of them is kept. @throws AppError `invalid`. */
export async function testPattern(ctx: Context, { pattern, text }: PatternTest): Promise<PatternTestResult> {
  requirePermission(ctx, 'patterns:read');
  const find = textFinder(pattern);
  const startedAt = performance.now();
  const found = find(text);
  const durationMs = performance.now() - startedAt;
  const groupsAt = findGroups(pattern, text);
  const { match, no_match } = pattern.samples;
  const tried = (sample: string, expected: boolean) => {
    return { text: sample, expected, found: find(sample).length > 0 };
  };
  return {
    matches: found.slice(0, MAX_MATCHES).map(({ start, end, value, masked, confidence, reasons, steps }) => ({
      ...{ start, end, value, masked, confidence, reasons, steps },
      groups: groupsAt(start, end),
    })),
    samples: [
      ...match.map((sample) => tried(sample, true)),
      ...no_match.map((sample) => tried(sample, false)),
    ],
    truncated: found.length > MAX_MATCHES,
    duration_ms: Math.round(durationMs * 100) / 100,
  };
}
