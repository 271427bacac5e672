import { z } from 'zod';
import { FILTERS } from './filters.ts';
import { findJsonTemplateFault } from './json-template.ts';
import { findTemplateFault, placeIn, type TemplateFault } from './parse-template.ts';

const EVENT = [
  ...[
    'id',
    'original_id',
    'external_id',
    'client_id',
    'source_id',
    'session_id',
    'category',
    'name',
    'body',
    'timestamp',
  ],
  ...['received_at', 'verdict', 'severity', 'attributes', 'data'],
];

/** What a path in a template may begin with: a member of the event, or `event` and `delivery` themselves. */
const TEMPLATE_ROOTS: Readonly<Record<string, readonly string[] | null>> = {
  ...Object.fromEntries(EVENT.map((name) => [name, null])),
  event: EVENT,
  delivery: ['id', 'attempt'],
};

/** The filters that may follow a path, in words. */
export const TEMPLATE_FILTERS: readonly { name: string; does: string }[] = Object.entries(FILTERS).map(
  ([name, { does }]) => ({ name, does }),
);

const MAX_TEMPLATE = 32_768;

const noteFault = (context: z.RefinementCtx, text: string, fault: TemplateFault | null): void => {
  if (fault) context.addIssue({ code: 'custom', message: `${placeIn(text, fault.at)}: ${fault.message}` });
};

/** A text with `{{path | filter}}` in it. */
const TextTemplate = z
  .string()
  .max(MAX_TEMPLATE)
  .superRefine((text, context) => noteFault(context, text, findTemplateFault(text, TEMPLATE_ROOTS)));

/** The text of a JSON value whose strings are templates. */
const JsonTemplate = z
  .string()
  .max(MAX_TEMPLATE)
  .superRefine((text, context) => noteFault(context, text, findJsonTemplateFault(text, TEMPLATE_ROOTS)));

/** For a JSON value whose strings are templates: each fault with its path. */
export function refuseTemplateFaults(
  value: unknown,
  context: z.RefinementCtx,
  path: PropertyKey[] = [],
): void {
  if (typeof value === 'string') {
    const fault = findTemplateFault(value, TEMPLATE_ROOTS);
    if (fault)
      context.addIssue({ code: 'custom', path, message: `${placeIn(value, fault.at)}: ${fault.message}` });
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) refuseTemplateFaults(item, context, [...path, i]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) refuseTemplateFaults(item, context, [...path, key]);
  }
}

/** How a destination's body is made of an event. */
export const Template = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('json'), text: JsonTemplate }),
  z.strictObject({ format: z.literal('text'), text: TextTemplate }),
]);
export type Template = z.infer<typeof Template>;
