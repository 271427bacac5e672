import type { z } from 'zod';
import type { ApiFault, ApiProblem } from '#components/ui/api.ts';
import { formatPath } from '#lib/format/field-path.ts';

/** The same shape as a refusal of the API, so that a form places it the same way. */
export function refusal(detail: string, errors: readonly ApiFault[]): ApiProblem {
  return Object.assign(new Error(detail), {
    status: 422,
    title: 'Not sent',
    detail,
    requestId: null,
    errors,
  });
}

/** The few rules that everybody meets, in words; the others say it themselves. */
function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small') {
    if (issue.origin === 'string' && issue.minimum === 1) return 'Fill this in.';
    if (issue.origin === 'number' || issue.origin === 'int') return `At least ${issue.minimum}.`;
  }
  if (issue.code === 'too_big') {
    if (issue.origin === 'string') return `At most ${issue.maximum} characters.`;
    if (issue.origin === 'number' || issue.origin === 'int') return `At most ${issue.maximum}.`;
  }
  return issue.message;
}

/** Checks before sending by the schema that the server checks with. @throws ApiProblem with the path of every fault. */
export function checkInput(schema: z.ZodType, value: unknown): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const errors = result.error.issues.map((issue) => ({
    path: formatPath(issue.path),
    message: inWords(issue),
  }));
  throw refusal('Not sent yet: some fields need another look.', errors);
}
