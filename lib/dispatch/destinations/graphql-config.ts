import { z } from 'zod';
import { refuseTemplateFaults } from '../templates/schema.ts';
import { Auth, refuseTwoAuthorizations } from './auth-config.ts';
import { field } from './field-config.ts';
import { Headers, Url } from './shared-config.ts';

const DEFAULT_MUTATION =
  'mutation ProcessEvent($input: ProcessEventInput!) { processEvent(input: $input) { id } }';

/** `{{path}}` alone in a string takes the value as it is, inside a longer text as text. */
const DEFAULT_VARIABLES = {
  input: {
    id: '{{event.original_id}}',
    name: '{{event.name}}',
    body: '{{event.body}}',
    timestamp: '{{event.timestamp}}',
    brand: '{{event.attributes.brand}}',
  },
};

export const GraphqlConfig = z
  .strictObject({
    url: Url,
    auth: Auth,
    headers: Headers,
    mutation: field(z.string().trim().min(1).max(20_000), { title: 'Mutation', widget: 'multiline' }).default(
      DEFAULT_MUTATION,
    ),
    variables: field(z.record(z.string().max(100), z.json()).superRefine(refuseTemplateFaults), {
      title: 'Variables',
      description:
        'JSON. {{event.name}} alone in a string becomes the value as it is, inside a longer text it becomes text. Paths: event.id, original_id, external_id, name, body, timestamp, category, session_id, attributes, data; delivery.id, delivery.attempt.',
      widget: 'json',
    }).default(DEFAULT_VARIABLES),
  })
  .superRefine(refuseTwoAuthorizations);
export type GraphqlConfig = z.infer<typeof GraphqlConfig>;
