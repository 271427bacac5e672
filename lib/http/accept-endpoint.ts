import type { AdmittedClient } from '#lib/clients/admit-client.ts';
import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { acceptEvent, acceptEvents } from '#lib/events/accept-events.ts';
import type { EventReceipt } from '#lib/events/schema.ts';
import { AppError } from '#lib/platform/errors.ts';
import { noteRefusal } from '#lib/warnings/note-warning.ts';
import { type AnswerDeadline, readInTime, startDeadline, storeInTime } from './answer-deadline.ts';
import { bearerToken } from './bearer-token.ts';
import { CORS, type PlainRequest, preflight, readEvents } from './event-door.ts';
import { limitRate } from './limit-rate.ts';
import { type PlainResponse, problemOf, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';

const answer = (status: number, requestId: string, body: unknown): PlainResponse => ({
  status,
  headers: {
    ...CORS,
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  },
  body: JSON.stringify(body),
});

type Taking = { request: PlainRequest; limits: Record<string, string>; deadline: AnswerDeadline };

/** What a known client sent, taken or refused; every refusal is noted for whoever looks at its warnings. */
async function take(
  client: AdmittedClient,
  { request, limits, deadline }: Taking,
): Promise<EventReceipt | (EventReceipt | AppError)[]> {
  try {
    if (client.callsPerSecond !== null) await limitRate(client.id, request.address, limits);
    const given = await readInTime(deadline, request, () => readEvents(request));
    if (!Array.isArray(given)) return await storeInTime(deadline, () => acceptEvent(client, given));
    const outcomes = await storeInTime(deadline, () => acceptEvents(client, given));
    for (const outcome of outcomes) if (outcome instanceof Error) noteRefusal(client.id, outcome);
    return outcomes;
  } catch (error) {
    noteRefusal(client.id, error);
    throw error;
  }
}

async function accept(
  request: PlainRequest,
  requestId: string,
  limits: Record<string, string>,
): Promise<PlainResponse> {
  const token = bearerToken(request.headers);
  if (token === null) throw new AppError('unauthenticated', 'Authentication credentials were not provided.');
  const deadline = startDeadline();
  const client = await authenticateClient(token, request.address);
  const outcomes = await take(client, { request, limits, deadline });
  if (!Array.isArray(outcomes)) return answer(202, requestId, outcomes);
  const refused = outcomes.filter((outcome) => outcome instanceof Error).length;
  const results = outcomes.map((outcome) =>
    outcome instanceof Error ? { status: 'refused', problem: problemOf(outcome, requestId) } : outcome,
  );
  if (refused < outcomes.length) return answer(refused === 0 ? 202 : 207, requestId, { results });
  throw new AppError('invalid', 'Every event of the array was refused.', {
    details: {
      errors: outcomes.flatMap((outcome) => (outcome instanceof Error ? (outcome.details.errors ?? []) : [])),
      extra: { results },
    },
  });
}

/** `POST /api/v1/events` and its preflight: knows no framework, answers every error as a problem. */
export async function acceptEndpoint(request: PlainRequest): Promise<PlainResponse> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  if (request.method === 'OPTIONS') return preflight(requestId);
  const limits: Record<string, string> = {};
  try {
    const response = await accept(request, requestId, limits);
    return { ...response, headers: Object.assign(response.headers, limits) };
  } catch (error) {
    const response = problemResponse(error, requestId);
    return { ...response, headers: { ...response.headers, ...CORS, ...limits } };
  }
}
