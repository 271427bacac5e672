import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGroupCommit, type GroupCommitLimits } from '#lib/events/group-commit.ts';
import { AppError, isAppError } from '#lib/platform/errors.ts';

const limits: GroupCommitLimits = {
  writers: 1,
  spacingMs: 0,
  maxRowsPerFlush: 4,
  maxBytesPerFlush: 1_000,
  maxWaitingRows: 8,
  maxWaitingBytes: 10_000,
  deadlineMs: 60_000,
};

/** A store whose statements end when the test says so. */
function heldStore() {
  const statements: { rows: string[]; commit: () => void; fail: (error: unknown) => void }[] = [];
  const write = (rows: string[]): Promise<string[]> =>
    new Promise((resolve, reject) => {
      statements.push({ rows, commit: () => resolve(rows.map((row) => `stored ${row}`)), fail: reject });
    });
  return { statements, write };
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const dataFault = (): Error => Object.assign(new Error('numeric field overflow'), { code: '22003' });
const refusalOf = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => {
      throw new Error('It was not refused.');
    },
    (error: unknown) => {
      if (!isAppError(error)) throw error;
      return error;
    },
  );

describe('rows that come together', () => {
  it('share one statement, and each caller gets its own results in order', async () => {
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, limits);
    const answers = [group.submit(['a'], 1), group.submit(['b', 'c'], 2), group.submit(['d'], 1)];
    await turn();
    expect(statements.map(({ rows }) => rows)).toEqual([['a', 'b', 'c', 'd']]);
    statements[0]?.commit();
    expect(await Promise.all(answers)).toEqual([['stored a'], ['stored b', 'stored c'], ['stored d']]);
  });

  it('wait while every writer is busy, and go out in pieces of at most the rows and bytes allowed', async () => {
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, limits);
    const first = group.submit(['first'], 1);
    await turn();
    const later = [['1', '2'], ['3'], ['4', '5'], ['6'], ['7']].map((rows, i) =>
      group.submit(rows, i === 3 ? 1_000 : 1),
    );
    await turn();
    expect(group.waiting()).toBe(7);
    expect(statements).toHaveLength(1);
    for (let i = 0; i < 5; i++) {
      statements[i]?.commit();
      await turn();
    }
    await Promise.all([first, ...later]);
    expect(statements.map(({ rows }) => rows)).toEqual([
      ['first'],
      ['1', '2', '3'],
      ['4', '5'],
      ['6'],
      ['7'],
    ]);
    expect(group.waiting()).toBe(0);
  });

  it('go out by as many writers as are allowed at once', async () => {
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, { ...limits, writers: 2, maxRowsPerFlush: 1 });
    const answers = ['a', 'b', 'c'].map((row) => group.submit([row], 1));
    await turn();
    expect(statements).toHaveLength(2);
    statements[1]?.commit();
    await turn();
    expect(statements.map(({ rows }) => rows)).toEqual([['a'], ['b'], ['c']]);
    for (const statement of statements) statement.commit();
    await Promise.all(answers);
  });

  it('larger than one statement may be goes out alone and whole', async () => {
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, limits);
    const answer = group.submit(['1', '2', '3', '4', '5', '6'], 5_000);
    await turn();
    statements[0]?.commit();
    expect(await answer).toHaveLength(6);
  });
});

describe('a row that the store refuses', () => {
  it('fails alone: everybody else in its statement is stored', async () => {
    const written: string[][] = [];
    const group = createGroupCommit<string, string>(
      async (rows) => {
        written.push(rows);
        if (rows.includes('poison')) throw dataFault();
        return rows;
      },
      { ...limits, maxRowsPerFlush: 100, maxWaitingRows: 100 },
    );
    const rows = ['a', 'b', 'c', 'poison', 'd', 'e', 'f'];
    const settled = await Promise.allSettled(rows.map((row) => group.submit([row], 1)));
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value[0] : 'refused'))).toEqual([
      'a',
      'b',
      'c',
      'refused',
      'd',
      'e',
      'f',
    ]);
    expect(written.length).toBeLessThanOrEqual(7);
  });

  it('does not split a statement that failed for the sake of the store', async () => {
    let statements = 0;
    const group = createGroupCommit<string, string>(async () => {
      statements++;
      throw Object.assign(new Error('terminating connection'), { code: '57P01' });
    }, limits);
    const settled = await Promise.allSettled(['a', 'b', 'c'].map((row) => group.submit([row], 1)));
    expect(settled.every(({ status }) => status === 'rejected')).toBe(true);
    expect(statements).toBe(1);
  });
});

describe('too much', () => {
  it('is refused at once with the time to come back: rows', async () => {
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, limits);
    const inHand = group.submit(['in hand'], 1);
    await turn();
    const waiting = [group.submit(['1', '2', '3', '4'], 1), group.submit(['5', '6', '7', '8'], 1)];
    const refusal = await refusalOf(group.submit(['9'], 1));
    expect(refusal).toMatchObject({ code: 'unavailable', details: { retryAfterSeconds: 1 } });
    expect(statements).toHaveLength(1);
    for (let i = 0; i < 3; i++) {
      statements[i]?.commit();
      await turn();
    }
    await Promise.all([inHand, ...waiting]);
    const again = group.submit(['9'], 1);
    await turn();
    statements[3]?.commit();
    expect(await again).toEqual(['stored 9']);
  });

  it('is refused at once with the time to come back: bytes', async () => {
    const { write } = heldStore();
    const group = createGroupCommit(write, limits);
    expect((await refusalOf(group.submit(['x'], 10_001))).code).toBe('unavailable');
    expect(group.waiting()).toBe(0);
  });
});

describe('the deadline', () => {
  it('refuses whoever waited too long, and the row is never written later', async () => {
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, { ...limits, deadlineMs: 20 });
    const inHand = refusalOf(group.submit(['in hand'], 1));
    await turn();
    const waiting = refusalOf(group.submit(['late'], 1));
    expect((await waiting).code).toBe('unavailable');
    expect((await inHand).code).toBe('unavailable');
    expect(group.waiting()).toBe(0);
    statements[0]?.commit();
    await group.drain();
    expect(statements.map(({ rows }) => rows)).toEqual([['in hand']]);
  });
});

describe('draining', () => {
  it('ends when everything that was taken in has its commit, also what came meanwhile', async () => {
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, { ...limits, maxRowsPerFlush: 1 });
    const answers = [group.submit(['a'], 1), group.submit(['b'], 1)];
    let drained = false;
    const drain = group.drain().then(() => {
      drained = true;
    });
    await turn();
    statements[0]?.commit();
    await turn();
    answers.push(group.submit(['c'], 1));
    expect(drained).toBe(false);
    for (let i = 1; i < 3; i++) {
      await turn();
      expect(drained).toBe(false);
      statements[i]?.commit();
    }
    await drain;
    expect(await Promise.all(answers)).toHaveLength(3);
  });

  it('ends at once when nothing is there, and also after failures', async () => {
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, limits);
    await group.drain();
    const answer = group.submit(['a'], 1);
    const drain = group.drain();
    statements[0]?.fail(new AppError('unavailable', 'away'));
    await expect(answer).rejects.toThrow('away');
    await drain;
  });
});

describe('statements one after the other', () => {
  afterEach(() => vi.useRealTimers());
  const spaced = { ...limits, spacingMs: 5 };
  const fake = (): void => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  };

  it('begin a while apart when somebody waits already, so that who comes a little later goes along', async () => {
    fake();
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, spaced);
    const answers = [group.submit(['a'], 1)];
    await turn();
    answers.push(group.submit(['b'], 1));
    await turn();
    vi.advanceTimersByTime(2);
    statements[0]?.commit();
    await turn();
    answers.push(group.submit(['c'], 1));
    await turn();
    expect(statements).toHaveLength(1);
    vi.advanceTimersByTime(3);
    expect(statements.map(({ rows }) => rows)).toEqual([['a'], ['b', 'c']]);
    statements[1]?.commit();
    expect(await Promise.all(answers)).toHaveLength(3);
  });

  it('begin at once for who comes when nobody waits', async () => {
    fake();
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, spaced);
    for (const [at, row] of ['a', 'b', 'c'].entries()) {
      const answer = group.submit([row], 1);
      await turn();
      statements[at]?.commit();
      expect(await answer).toEqual([`stored ${row}`]);
    }
  });

  it('begin as soon as there is enough for a whole one', async () => {
    fake();
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, spaced);
    const answers = [group.submit(['a'], 1)];
    await turn();
    answers.push(group.submit(['b'], 1));
    await turn();
    statements[0]?.commit();
    await turn();
    expect(statements).toHaveLength(1);
    answers.push(group.submit([...'cde'], 3));
    await turn();
    expect(statements[1]?.rows).toEqual([...'bcde']);
    statements[1]?.commit();
    expect(await Promise.all(answers)).toHaveLength(3);
  });
});

describe('what could not be answered in time', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is turned away at once, and taken again when nothing waits any more', async () => {
    const atMs = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, { ...limits, maxWaitingRows: 1_000 });
    const first = group.submit(['first'], 1);
    await turn();
    atMs.mockReturnValue(60_000);
    statements[0]?.commit();
    await first;
    // One statement in five took a minute: twelve seconds each, of which three fit into the time for waiting.
    const held = group.submit(['a'], 1);
    await turn();
    const waiting = ['bcde', 'fghi'].map((rows) => group.submit([...rows], 4));
    expect(group.hasRoom()).toBe(true);
    waiting.push(group.submit([...'jklm'], 4));
    expect(group.hasRoom()).toBe(false);
    expect((await refusalOf(group.submit(['z'], 1))).code).toBe('unavailable');
    for (let i = 1; i < 5; i++) {
      statements[i]?.commit();
      await turn();
    }
    await Promise.all([held, ...waiting]);
    expect(group.hasRoom()).toBe(true);
  });

  it('is never less than what one statement takes', async () => {
    const atMs = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { statements, write } = heldStore();
    const group = createGroupCommit(write, limits);
    const first = group.submit(['first'], 1);
    await turn();
    atMs.mockReturnValue(10_000_000);
    statements[0]?.commit();
    await first;
    const answers = [group.submit(['a'], 1)];
    await turn();
    answers.push(group.submit([...'bcde'], 4));
    expect(group.hasRoom()).toBe(true);
    statements[1]?.commit();
    await turn();
    statements[2]?.commit();
    expect(await Promise.all(answers)).toHaveLength(2);
  });
});
