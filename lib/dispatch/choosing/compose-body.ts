import { isAppError } from '#lib/platform/errors.ts';
import { fieldFaults } from '#lib/platform/field-faults.ts';
import type { ComposedBody, Message } from '../destination.ts';
import { CONFIGS, type DestinationKind, TEMPLATE_KINDS } from '../destinations/schema.ts';
import { contractOf } from '../registry.ts';
import { bodyOf, shapeMessage } from '../shape-message.ts';
import type { Template } from '../templates/schema.ts';
import type { ChoiceTrialResult } from './schema.ts';

type Settings = { kind: DestinationKind; config: Record<string, unknown>; template: Template | null };
type Composed = Pick<ChoiceTrialResult, 'body' | 'body_fault'>;

const made = ({ text, contentType }: ComposedBody): Composed => ({
  body: { text, content_type: contentType, size_bytes: Buffer.byteLength(text) },
  body_fault: null,
});
const none = (body_fault: string): Composed => ({ body: null, body_fault });

function compose({ kind, config, template }: Settings, message: Message): Composed {
  if (TEMPLATE_KINDS.has(kind)) {
    return made(bodyOf(shapeMessage(template, message)));
  }
  const { composeBody } = contractOf(kind);
  if (!composeBody) return none('What this kind sends can be seen by a test.');
  const parsed = CONFIGS[kind].safeParse(config);
  if (parsed.success) return made(composeBody(parsed.data, message));
  const [first] = fieldFaults(parsed.error, 'config');
  return none(`The settings make no body yet: ${first?.path} ${first?.message}.`);
}

/** The body that a destination with these settings would send, or why there is none; nothing is sent. */
export function composeBody(settings: Settings, message: Message): Composed {
  try {
    return compose(settings, message);
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid') return none(error.message);
    throw error;
  }
}
