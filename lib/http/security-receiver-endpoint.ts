import { AppError } from '#lib/platform/errors.ts';
import type { PlainRequest } from './event-door.ts';
import { type PlainResponse, problemResponse } from './problem.ts';
import { requestIdOf } from './request-context.ts';
import { sqreenError } from './sqreen-answer.ts';
import { webhookEndpoint } from './webhook-endpoint.ts';

/** On every answer, as on those of the security receiver. */
const HEADERS = {
  'x-frame-options': 'DENY',
  'x-xss-protection': '1; mode=block',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'self'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
};

const receive = webhookEndpoint('sqreen');

function refuse(request: PlainRequest, fault: AppError): PlainResponse {
  return problemResponse(fault, requestIdOf(request.headers.get('x-request-id')));
}

async function answer(request: PlainRequest): Promise<PlainResponse> {
  if (request.method !== 'POST') {
    const refusal = refuse(
      request,
      new AppError('method_not_allowed', `This endpoint does not take ${request.method}.`),
    );
    return { ...refusal, headers: { ...refusal.headers, allow: 'POST' } };
  }
  const given = await receive(request);
  // Without such a source there is no secret either, and without a secret nobody is known here.
  return given.status === 404
    ? sqreenError(refuse(request, new AppError('unauthenticated', 'There is no source of this name.')))
    : given;
}

/** `/v1/webhook`, the address of the security receiver: the source named `sqreen`. */
export async function securityReceiverEndpoint(request: PlainRequest): Promise<PlainResponse> {
  const given = await answer(request);
  return { ...given, headers: { ...given.headers, ...HEADERS } };
}
