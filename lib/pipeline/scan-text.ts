import type { Context } from '#lib/auth/context.ts';
import { requireReader } from '#lib/auth/require-reader.ts';
import { scanDocuments } from '#lib/dlp/scan-documents.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { ScanAnswer, ScanText } from './schema.ts';

/**
 * Looks into a text with the patterns in force and answers at once, masked; neither the text nor what is found in it is
 * kept. A client needs no permission. @throws AppError `unavailable` when the scan did not come to its end.
 */
export async function scanText(ctx: Context, { text }: ScanText): Promise<ScanAnswer> {
  const clientId = requireReader(ctx, 'patterns:read');
  const subject = { kind: 'text' as const, ...(clientId !== null && { clientId }) };
  const { results } = await scanDocuments([{ subject, segments: [{ text, place: '' }] }]);
  const [result] = results;
  if (!result || result.unscannable !== null) {
    throw new AppError('unavailable', 'The scan did not come to its end. Try again.');
  }
  return {
    findings: result.matches.map((match) => ({
      pattern: match.patternName,
      version: match.version,
      severity: match.severity,
      confidence: match.confidence,
      action: match.effect,
      masked: match.masked,
      reasons: match.reasons,
      start: match.start,
      end: match.end,
    })),
    truncated: result.truncated,
    excluded: result.excluded ?? 0,
  };
}
