import { clock } from '#lib/platform/clock.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type EventSender, eventSender, takeEvent } from '#lib/slack/take-event.ts';
import { REPLAY_WINDOW_SECONDS } from '#lib/sources/schema.ts';
import type { SignedCall } from '#lib/sources/schemes/scheme.ts';
import { slack } from '#lib/sources/schemes/slack.ts';
import { MAX_BODY_BYTES, MAX_INFLATED_BYTES, type PlainRequest } from './event-door.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { readBytes, requireJsonType, textOf } from './read-body.ts';
import { requestIdOf } from './request-context.ts';

const NOTHING = Buffer.alloc(0);

/** One answer for whatever is wrong with a signature: who calls does not learn what. */
const unsigned = (why: string): AppError =>
  new AppError('unauthenticated', 'The call carries no good signature of the Slack workspace.', {
    cause: new Error(why),
  });

const claimOf = (call: SignedCall) => slack.signature?.claim(call, undefined) ?? null;

/** The exact bytes that were signed. @throws AppError `unauthenticated` for what is not, or not by this workspace, or not lately. */
async function readSigned({ headers, body }: PlainRequest, sender: EventSender | null): Promise<Buffer> {
  if (!claimOf({ headers, body: NOTHING })) throw unsigned('no signature');
  if (!sender) throw unsigned('no workspace is connected');
  const bytes = await readBytes(body, {
    maxBytes: MAX_BODY_BYTES,
    maxInflatedBytes: MAX_INFLATED_BYTES,
    encoding: headers.get('content-encoding'),
  });
  const claim = claimOf({ headers, body: bytes });
  if (!claim || !slack.signature?.isSignedWith(claim, sender.signingSecret, undefined)) {
    throw unsigned('wrong signature');
  }
  const awaySeconds = Math.abs(clock.now().getTime() - (claim.atMs ?? 0)) / 1_000;
  if (awaySeconds > REPLAY_WINDOW_SECONDS) throw unsigned('too old');
  return bytes;
}

function parse(text: string): Record<string, unknown> {
  let given: unknown;
  try {
    // Not by our own reader, which refuses what PostgreSQL cannot hold: this is kept encrypted, as it is.
    given = JSON.parse(text);
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not JSON.', { cause });
  }
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) {
    return given as Record<string, unknown>;
  }
  throw new AppError('invalid', 'The body has to be an object.');
}

async function take(request: PlainRequest): Promise<unknown> {
  const sender = await eventSender();
  const bytes = await readSigned(request, sender);
  requireJsonType(request.headers.get('content-type') ?? '');
  const body = parse(textOf(bytes));
  const greeting = slack.greeting?.(body);
  if (greeting) return greeting;
  if (sender) await takeEvent(sender.workspace, body);
  return { ok: true };
}

/** `POST /api/v1/slack/events`: acknowledged once it is kept, looked into afterwards. */
export async function slackEndpoint(request: PlainRequest): Promise<PlainResponse> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  try {
    const body = JSON.stringify(await take(request));
    const headers = {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    };
    return { status: 200, headers, body };
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
