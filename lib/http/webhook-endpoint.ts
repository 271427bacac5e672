import { acceptDelivery, requireRoom } from '#lib/events/accept-events.ts';
import type { EventReceipt } from '#lib/events/schema.ts';
import { clock } from '#lib/platform/clock.ts';
import { AppError, type ErrorCode, isAppError } from '#lib/platform/errors.ts';
import { parseExactJson } from '#lib/platform/json.ts';
import { checkCall, faultBeforeBody } from '#lib/sources/check-call.ts';
import { noteSourceUse } from '#lib/sources/note-source-use.ts';
import { noteRefusedCall } from '#lib/sources/refusals/note-refused-call.ts';
import { SOURCE_REFUSAL_REASONS, type SourceRefusalReason } from '#lib/sources/refusals/schema.ts';
import { schemeOf } from '#lib/sources/schemes/registry.ts';
import { type CachedSource, cachedSource } from '#lib/sources/source-cache.ts';
import { type AnswerDeadline, readInTime, startDeadline, storeInTime } from './answer-deadline.ts';
import { MAX_BODY_BYTES, MAX_INFLATED_BYTES, type PlainRequest } from './event-door.ts';
import { type PlainResponse, problemResponse, toAppError } from './problem.ts';
import { readBytes, requireJsonType, textOf } from './read-body.ts';
import { requestIdOf } from './request-context.ts';
import { sqreenError } from './sqreen-answer.ts';

const REASONS: Readonly<Partial<Record<ErrorCode, SourceRefusalReason>>> = {
  too_large: 'too_large',
  unsupported_media_type: 'unsupported_media_type',
  bad_request: 'not_json',
  invalid: 'wrong_shape',
  unavailable: 'overloaded',
};

type Noting = (reason: SourceRefusalReason, detail?: string | null) => void;
type Arrival = { source: CachedSource; request: PlainRequest; deadline: AnswerDeadline; note: Noting };
type Taken = { status: number; body: unknown; eventIds: string[] };

/** One answer for whatever is wrong with a signature: who calls does not learn what. The reason stands in the log of the source. */
const unsigned = (reason: SourceRefusalReason): AppError =>
  new AppError('unauthenticated', 'The call carries no good signature of this source.', {
    cause: new Error(SOURCE_REFUSAL_REASONS[reason]),
  });

/** The exact bytes that were signed, as they were before any content coding. @throws AppError `unauthenticated` for what is not signed. */
async function readSigned({ source, request, deadline, note }: Arrival): Promise<Buffer> {
  const early = faultBeforeBody(source, request.headers);
  if (early) {
    note(early);
    throw unsigned(early);
  }
  const body = await readInTime(deadline, request, () =>
    readBytes(request.body, {
      maxBytes: MAX_BODY_BYTES,
      maxInflatedBytes: MAX_INFLATED_BYTES,
      encoding: request.headers.get('content-encoding'),
    }),
  );
  const nowMs = clock.now().getTime();
  const checked = checkCall(source, { headers: request.headers, body }, nowMs);
  if ('refused' in checked) {
    note(checked.refused, checked.detail);
    throw unsigned(checked.refused);
  }
  noteSourceUse(source.actor.id, checked.secretId, nowMs);
  return body;
}

function parse({ source, request }: Arrival, body: Buffer): unknown {
  const type = request.headers.get('content-type') ?? '';
  try {
    requireJsonType(type);
  } catch (error) {
    // Its senders know no 415: a body of another type has the wrong shape there.
    if (source.scheme === 'sqreen') throw new AppError('invalid', 'The body has to be application/json.');
    throw error;
  }
  return parseExactJson(textOf(body));
}

function answerTo({ source, note }: Arrival, receipts: readonly EventReceipt[]): Taken {
  if (receipts.every(({ status }) => status === 'duplicate')) note('repeated');
  const status = schemeOf(source.scheme).status ?? 202;
  const eventIds = receipts.map(({ id }) => id);
  if (source.scheme === 'sqreen') return { status, body: { status: true }, eventIds };
  return { status, body: receipts.length === 1 ? receipts[0] : { results: receipts }, eventIds };
}

/** Signature first, then the form: nothing is parsed that is not signed. */
async function take(arrival: Arrival): Promise<Taken> {
  const { source, request, deadline } = arrival;
  const body = await readSigned(arrival);
  const given = parse(arrival, body);
  const scheme = schemeOf(source.scheme);
  const greeting = scheme.greeting?.(given);
  if (greeting) return { status: 200, body: greeting, eventIds: [] };
  const arrived = scheme.eventsOf(given, { headers: request.headers, body }, source.settings);
  const events = arrived.map((event) => ({ ...event, category: source.category }));
  requireRoom();
  return answerTo(arrival, await storeInTime(deadline, () => acceptDelivery(source.actor, events)));
}

/** What the refusal of a signed call came from; a call that was not signed is noted where that was found. */
function noteFault(error: unknown, note: Noting): void {
  const fault = toAppError(error);
  const reason = REASONS[fault.code];
  // Paths inside the body are the sender's words, and words may be secrets: only rules of ours are quoted.
  if (reason) note(reason, reason === 'wrong_shape' && isAppError(error) ? error.message : null);
}

async function receive(source: CachedSource, request: PlainRequest): Promise<Taken> {
  const { address } = request;
  const note: Noting = (reason, detail = null) =>
    noteRefusedCall(source.actor.id, reason, { address, headerNames: request.headerNames?.() ?? [], detail });
  try {
    return await take({ source, request, deadline: startDeadline(), note });
  } catch (error) {
    noteFault(error, note);
    throw error;
  }
}

/** By name, or by id: an address with the id stays good when the source gets another name. */
const NAMED = /^[\w.-]{1,64}$/;

/** The answer to a call, and the events that came of it. */
export async function takeWebhook(
  key: string,
  request: PlainRequest,
): Promise<{ answer: PlainResponse; eventIds: string[] }> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  let source: CachedSource | null = null;
  try {
    source = NAMED.test(key) ? await cachedSource(key) : null;
    if (!source) throw new AppError('not_found', 'There is no source of this name.');
    const { status, body, eventIds } = await receive(source, request);
    const headers = {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    };
    return { answer: { status, headers, body: JSON.stringify(body) }, eventIds };
  } catch (error) {
    const answer = problemResponse(error, requestId);
    return { answer: source?.scheme === 'sqreen' ? sqreenError(answer) : answer, eventIds: [] };
  }
}

/** `POST /api/v1/webhooks/{source}`: knows no framework, takes a delivery as a whole or not at all. */
export const webhookEndpoint =
  (key: string) =>
  async (request: PlainRequest): Promise<PlainResponse> =>
    (await takeWebhook(key, request)).answer;
