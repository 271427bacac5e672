import { isUuid } from '#lib/platform/ids.ts';
import type { DeliveredEvent, DestinationContract, Message, Outcome } from '../destination.ts';
import { fillTemplate } from '../template.ts';
import { maskHeaders, outcomeOf } from './answer.ts';
import type { GraphqlConfig } from './graphql-config.ts';

const READ_BYTES = 1_048_576;
const KEPT_BYTES = 20_000;

/** What `{{…}}` can name: the event with the two members that the original proxy's target expects. */
function documentOf(message: Message): object {
  const { event } = message;
  // The sender's own id when it is a UUID, so that both ends speak of the same event; ours is unique otherwise.
  const original_id = event.external_id && isUuid(event.external_id) ? event.external_id : event.id;
  return {
    delivery: { id: message.id, attempt: message.attempt },
    event: { ...event, original_id, body: bodyOf(event) },
  };
}

function bodyOf({ data }: DeliveredEvent): string {
  const body = typeof data === 'object' && data !== null && 'body' in data ? data.body : undefined;
  return typeof body === 'string' ? body : JSON.stringify(data);
}

const refuse = (outcome: Outcome, error: string): Outcome => ({ ...outcome, result: 'refused', error });

/** HTTP 200 alone says nothing in GraphQL: there has to be data, and no errors. */
function readAnswer(outcome: Outcome): Outcome {
  if (outcome.result !== 'delivered') return outcome;
  let answer: unknown;
  try {
    answer = JSON.parse(outcome.response ?? '');
  } catch {
    return refuse(outcome, 'The answer is not a GraphQL response.');
  }
  if (typeof answer !== 'object' || answer === null)
    return refuse(outcome, 'The answer is not a GraphQL response.');
  const { data, errors } = answer as { data?: unknown; errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) {
    const first: unknown = (errors[0] as { message?: unknown } | null)?.message;
    return refuse(
      outcome,
      `Answered with errors: ${typeof first === 'string' ? first.slice(0, 500) : 'no message'}`,
    );
  }
  return typeof data === 'object' && data !== null ? outcome : refuse(outcome, 'The answer holds no data.');
}

/** A mutation by POST, its variables filled from a template. */
export const graphqlDestination: DestinationContract<GraphqlConfig> = {
  addresses: ({ url }) => ({ url }),
  send: async (config, message, io) => {
    const variables = fillTemplate(config.variables, documentOf(message));
    const body = JSON.stringify({ query: config.mutation, variables });
    const own = {
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/graphql-response+json, application/json',
      'user-agent': 'the-eye/1',
    };
    const result = await io.fetch(config.url, {
      method: 'POST',
      headers: { ...config.headers, ...own },
      body,
      maxResponseBytes: READ_BYTES,
    });
    const headers = { ...maskHeaders(config.headers), ...own };
    const outcome = readAnswer(
      outcomeOf(result, { method: 'POST', url: config.url, headers, body }, io.now()),
    );
    return outcome.response === undefined ? outcome : { ...outcome, response: keep(outcome.response) };
  },
};

const keep = (text: string): string =>
  text.length <= KEPT_BYTES / 4 ? text : Buffer.from(text).subarray(0, KEPT_BYTES).toString('utf8');
