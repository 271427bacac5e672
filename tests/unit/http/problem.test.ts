import { afterEach, describe, expect, it } from 'vitest';
import { ANSWERS, problemResponse, toAppError } from '#lib/http/problem.ts';
import { AppError, type ErrorCode } from '#lib/platform/errors.ts';
import { log } from '#lib/platform/log.ts';

const { level } = log;
const quiet = (): void => {
  log.level = 'silent';
};
afterEach(() => {
  log.level = level;
});

const withCode = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('an error of ours', () => {
  it.each(Object.keys(ANSWERS) as ErrorCode[])(
    '%s leaves as problem+json that RFC 9457 describes',
    (code) => {
      quiet();
      const { status, headers, body } = problemResponse(
        new AppError(code, 'What was wrong.', { details: { errors: [{ path: 'a.b', message: 'is bad' }] } }),
        'req-12345678',
      );
      expect(status).toBe(ANSWERS[code].status);
      expect(headers).toMatchObject({
        'content-type': 'application/problem+json',
        'x-request-id': 'req-12345678',
      });
      expect(JSON.parse(body)).toEqual({
        type: 'about:blank',
        title: ANSWERS[code].title,
        status,
        detail: 'What was wrong.',
        requestId: 'req-12345678',
        errors: [{ path: 'a.b', message: 'is bad' }],
      });
      expect('www-authenticate' in headers).toBe(status === 401);
      expect('retry-after' in headers).toBe(status === 429 || status >= 500);
    },
  );

  it('cannot replace the standard members by members of its own', () => {
    const { body } = problemResponse(
      new AppError('forbidden', 'No.', {
        details: { extra: { status: 200, requestId: 'x', permission: 'a:b' } },
      }),
      'req-12345678',
    );
    expect(JSON.parse(body)).toMatchObject({ status: 403, requestId: 'req-12345678', permission: 'a:b' });
  });

  it('says when to come back in whole seconds', () => {
    const error = new AppError('rate_limited', 'Slow down.', { details: { retryAfterSeconds: 0.2 } });
    expect(problemResponse(error, 'req-12345678').headers['retry-after']).toBe('1');
  });
});

describe('any other error', () => {
  it('tells the caller nothing of what it was', () => {
    quiet();
    const error = new Error('duplicate key value in INSERT INTO users: (email)=(a@b.c)');
    const { status, body } = problemResponse(error, 'req-12345678');
    expect(status).toBe(500);
    expect(body).not.toMatch(/INSERT|duplicate|a@b|stack|at /);
  });

  it.each([
    withCode('ECONNREFUSED'),
    withCode('57P01', 'terminating connection due to administrator command'),
    withCode('57P03', 'the database system is starting up'),
    withCode('53300', 'too many clients'),
    withCode('08006'),
    withCode('P1001'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Connection terminated unexpectedly'),
    withCode('P2010', 'Raw query failed. Code: `N/A`. Message: `Server has closed the connection.`'),
    new Error('outer', { cause: withCode('ECONNRESET') }),
  ])('is 503 when the store is away: %s', (error) => {
    expect(toAppError(error).code).toBe('unavailable');
  });

  it.each([
    withCode('23505'),
    withCode('42P01'),
    new TypeError('x is not a function'),
    'text',
    null,
    undefined,
  ])('is 500 when the fault is in the program: %s', (error) => {
    expect(toAppError(error).code).toBe('internal');
  });
});
