import type { PlainResponse } from './problem.ts';

const BODIES: Readonly<Record<number, string>> = {
  401: '{"error": "You need to authenticated to access this API."}',
  422: '{"error": "Unprocessable Entity"}',
};

/** An error in the body that senders of the security receiver know; what they do not know stays a problem. */
export function sqreenError(answer: PlainResponse): PlainResponse {
  const body = BODIES[answer.status];
  if (body === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'content-type': 'application/json' }, body };
}
