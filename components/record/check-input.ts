import type { z } from 'zod';
import type { ApiFault, ApiProblem } from '#components/ui/api.ts';

/** `['samples', 'match', 0]` as `samples.match[0]`: the way the API names a place. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

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

/** Checks before sending by the schema that the server checks with. @throws ApiProblem with the path of every fault. */
export function checkInput(schema: z.ZodType, value: unknown): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const errors = result.error.issues.map((issue) => ({
    path: pathText(issue.path),
    message: issue.message,
  }));
  throw refusal('Not sent yet: some fields need another look.', errors);
}
