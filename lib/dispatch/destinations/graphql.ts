import type { DestinationContract, Message, Outcome } from '../destination.ts';
import { keptText } from '../kept-text.ts';
import { templateDocument } from '../message-body.ts';
import { CONTENT_TYPES } from '../shape-message.ts';
import { fillTemplate } from '../template.ts';
import { authorisedOutcome, maskAuth, maskHeaders } from './answer.ts';
import { callAuthorised } from './authorise.ts';
import type { GraphqlConfig } from './graphql-config.ts';

const READ_BYTES = 1_048_576;

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

const composeBody = ({ mutation, variables }: GraphqlConfig, message: Message): string =>
  JSON.stringify({ query: mutation, variables: fillTemplate(variables, templateDocument(message)) });

/** A mutation by POST, its variables filled from a template. */
export const graphqlDestination: DestinationContract<GraphqlConfig> = {
  addresses: ({ url, auth }) => ({
    url,
    ...(auth.type === 'oauth2' ? { 'auth.token_url': auth.token_url } : {}),
  }),
  composeBody: (config, message) => ({ text: composeBody(config, message), contentType: CONTENT_TYPES.json }),
  send: async (config, message, io) => {
    const body = composeBody(config, message);
    const own = {
      'content-type': 'application/json; charset=utf-8',
      accept: 'application/graphql-response+json, application/json',
      'user-agent': 'the-eye/1',
    };
    const called = await callAuthorised(config.auth, io, (authorization) =>
      io.fetch(config.url, {
        method: 'POST',
        headers: { ...config.headers, ...authorization, ...own },
        body,
        maxResponseBytes: READ_BYTES,
      }),
    );
    const headers = { ...maskHeaders(config.headers), ...maskAuth(config.auth), ...own };
    const request = { method: 'POST', url: config.url, headers, body };
    const outcome = readAnswer(authorisedOutcome(called, request, io.now()));
    return outcome.response === undefined ? outcome : { ...outcome, response: keptText(outcome.response) };
  },
};
