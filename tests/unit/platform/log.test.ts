import { expect, it } from 'vitest';
import { describeError } from '#lib/platform/log.ts';

const databaseFault = Object.assign(
  new Error('duplicate key value violates unique constraint "users_email_key"'),
  {
    name: 'DatabaseError',
    code: '23505',
    detail: 'Key (email)=(ada@example.com) already exists.',
    where: 'JSON data, line 1: {"card":"4111111111111111"}',
    query: 'INSERT INTO users (email) VALUES ($1)',
  },
);

it('an error of the database is logged without the statement and the values of the row', () => {
  expect(describeError(databaseFault, 'info')).toEqual({
    type: 'DatabaseError',
    message: 'duplicate key value violates unique constraint "users_email_key"',
    code: '23505',
  });
});

it('an error that quotes the call it came from is logged by what it says last', () => {
  const error = new Error(
    '\nInvalid `user.findFirst({ email: "ada@example.com" })` invocation:\n\n\nIt is gone.\n',
  );
  expect(describeError(error, 'info')).toEqual({ type: 'Error', message: 'It is gone.' });
});

it('the cause is logged the same way', () => {
  const error = new Error('outer', { cause: databaseFault });
  expect(describeError(error, 'warn').cause).toMatchObject({ type: 'DatabaseError', code: '23505' });
  expect(JSON.stringify(describeError(error, 'warn'))).not.toMatch(/ada@|4111|INSERT|\n? at /);
});

it.each(['debug', 'trace'] as const)('where it was thrown is told at the level %s', (level) => {
  expect(describeError(new Error('x'), level).stack).toContain('log.test.ts');
  expect(describeError(new Error('x'), 'info')).not.toHaveProperty('stack');
});

it.each(['text', null, undefined, 5, { secret: 'x' }])(
  '%j that was thrown is logged as what it is',
  (thrown) => {
    expect(describeError(thrown, 'info')).toEqual({ type: typeof thrown, message: String(thrown) });
  },
);
