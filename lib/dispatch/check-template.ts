import { AppError } from '#lib/platform/errors.ts';
import { type DestinationKind, TEMPLATE_KINDS } from './destinations/schema.ts';
import type { Template } from './templates/schema.ts';

/** @throws AppError `invalid` where the kind makes its own body, which no template could change. */
export function checkTemplate(kind: DestinationKind, template: Template | null): void {
  if (template === null || TEMPLATE_KINDS.has(kind)) return;
  const message = `is not taken by a destination of the kind ${kind}, whose settings say what is sent`;
  throw new AppError('invalid', `The body breaks a rule at template: ${message}.`, {
    details: { errors: [{ path: 'template', message }] },
  });
}
