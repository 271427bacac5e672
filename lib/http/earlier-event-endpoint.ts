import { authenticateClient } from '#lib/clients/authenticate-client.ts';
import { isSessionToken } from '#lib/clients/session-token.ts';
import { acceptEvent } from '#lib/events/accept-events.ts';
import { EarlierEvent } from '#lib/events/schema.ts';
import { AppError } from '#lib/platform/errors.ts';
import { noteRefusal } from '#lib/warnings/note-warning.ts';
import { readInTime, startDeadline, storeInTime } from './answer-deadline.ts';
import { bearerToken } from './bearer-token.ts';
import { earlierAnswer } from './earlier-answer.ts';
import { CORS, type PlainRequest, preflight, readEvents } from './event-door.ts';
import { limitRate } from './limit-rate.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';

/** Whoever holds the access token of a session sends one event; the token is looked at before the body. */
async function accept(request: PlainRequest, limits: Record<string, string>): Promise<void> {
  const token = bearerToken(request.headers);
  if (token === null || !isSessionToken(token)) throw new AppError('unauthenticated', 'Unauthorized');
  const deadline = startDeadline();
  const client = await authenticateClient(token, request.address);
  try {
    if (client.callsPerSecond !== null) await limitRate(client.id, request.address, limits);
    const given = await readInTime(deadline, request, () => readEvents(request));
    await storeInTime(deadline, () => acceptEvent(client, given, EarlierEvent));
  } catch (error) {
    noteRefusal(client.id, error);
    throw error;
  }
}

/** `POST /api/events`, the address of the events proxy: 200 with an empty body, errors as its clients read them. */
export async function earlierEventEndpoint(request: PlainRequest): Promise<PlainResponse> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  if (request.method === 'OPTIONS') return preflight(requestId);
  const headers: Record<string, string> = {
    ...CORS,
    'x-request-id': requestId,
    'cache-control': 'no-store',
  };
  try {
    await accept(request, headers);
    return { status: 200, headers, body: '' };
  } catch (error) {
    const problem = problemResponse(error, requestId);
    const answer = earlierAnswer(problem, problem.status === 401 ? 'Unauthorized' : null);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }
}
