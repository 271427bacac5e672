import { AppError } from '#lib/platform/errors.ts';
import { noteRefusedCall } from './refusals/note-refused-call.ts';
import { REFUSAL_REASONS, type RefusalReason } from './refusals/schema.ts';

/** One answer for every bad token: who asks does not learn which part was wrong. The cause is for the log. */
const refusal = (cause: string): AppError =>
  new AppError('unauthenticated', 'Given token not valid for any token type', {
    cause: new Error(cause),
    details: {
      extra: { code: 'token_not_valid', messages: [{ message: 'Token is invalid or expired' }] },
    },
  });

/** For a token that names no client there is. */
export function refuseStranger(cause: string): AppError {
  noteRefusedCall(null, 'wrong_signature', undefined);
  return refusal(cause);
}

/** For a token that names this client; counted for whoever looks at it, in the same time as a stranger's. */
export function refuseToken(clientId: string, reason: RefusalReason, address: string | undefined): AppError {
  noteRefusedCall(clientId, reason, address);
  return refusal(REFUSAL_REASONS[reason]);
}
