import type { ComposedBody, Message } from './destination.ts';
import { templateDocument } from './message-body.ts';
import { makeBody } from './template.ts';
import type { Template } from './templates/schema.ts';

export const CONTENT_TYPES = {
  json: 'application/json; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;

/** What is sent as JSON or text: what the destination's template made, or the event in the envelope of Standard Webhooks. */
export function bodyOf({ body, event }: Message): ComposedBody {
  if (body) return body;
  const text = JSON.stringify({ type: event.name, timestamp: event.timestamp, data: event });
  return { text, contentType: CONTENT_TYPES.json };
}

/**
 * The message with its body made by the destination's template, where it has one.
 * @throws AppError `invalid` with the reason, when the template makes none.
 */
export function shapeMessage(template: Template | null, message: Message): Message {
  if (template === null) return message;
  const text = makeBody(template, templateDocument(message));
  return { ...message, body: { text, contentType: CONTENT_TYPES[template.format] } };
}
