import { ChoiceTrial } from '#lib/dispatch/choosing/schema.ts';
import { endpoint } from '#lib/http/endpoint.ts';
import { tryChoice } from '#lib/pipeline/try-choice.ts';

export const POST = endpoint({
  identity: 'user',
  permission: 'destinations:read',
  body: ChoiceTrial,
  run: (ctx, { body }) => tryChoice(ctx, body),
});
