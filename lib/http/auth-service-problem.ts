import { TOKEN_FAULT_WORDS } from '#lib/auth/authenticate-access-token.ts';

/** A token that once counted, and none at all; whatever else is wrong with a token never was one. */
const HAS_COUNTED: readonly unknown[] = [
  TOKEN_FAULT_WORDS.expired,
  TOKEN_FAULT_WORDS.revoked,
  'Missing Authorization Header',
];

type Problem = Record<string, unknown>;

/**
 * A problem as callers of the auth service read it: `msg` where the token is at fault, `message` for the rest, and 422 for
 * what never was a token of ours.
 */
export function authServiceProblem(problem: Problem): { status: number; body: string } {
  const status = Number(problem.status);
  const isMalformed = status === 401 && 'msg' in problem && !HAS_COUNTED.includes(problem.msg);
  const words =
    'msg' in problem || 'message' in problem ? {} : { [status === 401 ? 'msg' : 'message']: problem.detail };
  const settled = isMalformed ? { status: 422, title: 'Rule broken' } : { status };
  return { status: settled.status, body: JSON.stringify({ ...problem, ...words, ...settled }) };
}
