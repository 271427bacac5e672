import { recordAudit } from '#lib/audit/record-audit.ts';
import { actorName, type Context } from '#lib/auth/context.ts';
import { requirePermission } from '#lib/auth/require-permission.ts';
import { countUnfinished, insertBacktest, lockBacktests, toBacktest } from '#lib/backtests/repo.ts';
import type { Backtest, BacktestInput } from '#lib/backtests/schema.ts';
import { selectVersions, toPattern } from '#lib/dlp/repo.ts';
import { requirePattern } from '#lib/dlp/require-pattern.ts';
import { PatternInput } from '#lib/dlp/schema.ts';
import { textFinder } from '#lib/dlp/text-finder.ts';
import { clock } from '#lib/platform/clock.ts';
import { type Db, inTransaction } from '#lib/platform/db.ts';
import { AppError } from '#lib/platform/errors.ts';
import { uuidv7 } from '#lib/platform/ids.ts';
import { wakeWorkers } from '#lib/queue/wake-workers.ts';

const MAX_UNFINISHED = 10;

const refuse = (path: string, message: string): AppError =>
  new AppError('invalid', 'The backtest cannot be made', { details: { errors: [{ path, message }] } });

/** Refuses what no engine takes, naming the field inside the definition. */
function checkDefinition(definition: PatternInput): PatternInput {
  try {
    textFinder(definition);
    return definition;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const errors = (error.details.errors ?? []).map(({ path, message }) => ({
      path: `definition.${path}`,
      message,
    }));
    throw new AppError(error.code, error.message, { cause: error, details: { errors } });
  }
}

/** Samples may hold anything somebody pasted, and have no part in it. */
const withoutSamples = (definition: PatternInput): PatternInput => ({
  ...definition,
  samples: { match: [], no_match: [] },
});

async function chosen(db: Db, id: string, { version, definition }: BacktestInput) {
  const saved = toPattern(await requirePattern(db, id));
  const rows = await selectVersions(db, id);
  const definitionOf = (wanted: number): PatternInput | null => {
    const row = rows.find((one) => one.version === wanted);
    return row ? PatternInput.parse(row.definition) : null;
  };
  const baseline = definitionOf(saved.version);
  if (baseline === null) throw new Error(`Pattern ${id} lacks its version ${saved.version}.`);
  if (definition) return { version: null, tested: checkDefinition(definition), saved, baseline };
  const tested = definitionOf(version ?? saved.version);
  if (tested === null) throw refuse('version', 'The pattern has no such version.');
  return { version: version ?? saved.version, tested, saved, baseline };
}

/**
 * Tries a version of a pattern, or a definition that is not saved, on past events, beside the version that is saved.
 * Nothing is recorded as a finding.
 * @throws AppError `not_found`, `invalid`, `conflict` when too many wait already.
 */
export async function startBacktest(
  ctx: Context,
  patternId: string,
  input: BacktestInput,
): Promise<Backtest> {
  requirePermission(ctx, 'backtests:write');
  const made = await inTransaction(ctx, async (tx) => {
    const { version, tested, saved, baseline } = await chosen(tx.db, patternId, input);
    await lockBacktests(tx.db);
    if ((await countUnfinished(tx.db)) >= MAX_UNFINISHED) {
      throw new AppError('conflict', `${MAX_UNFINISHED} backtests wait or run already: let one end first.`);
    }
    const now = clock.now();
    const { from, to, category, client_id: clientId, max_events: maxEvents } = input;
    const row = await insertBacktest(tx.db, {
      ...{ id: uuidv7(), patternId, version, baselineVersion: saved.version },
      definition: withoutSamples(tested),
      baseline: withoutSamples(baseline),
      ...{ fromAt: from, toAt: to, category, clientId, maxEvents },
      ...{ createdBy: actorName(tx.actor), createdAt: now, workedAt: now },
    });
    await recordAudit(tx, {
      ...{ action: 'backtests.start', subjectType: 'backtest', subjectId: row.id },
      after: {
        ...{ pattern_id: patternId, version, baseline_version: saved.version, category, client_id: clientId },
        ...{ from: from?.toISOString() ?? null, to: to?.toISOString() ?? null, max_events: maxEvents },
      },
    });
    return toBacktest(row, now);
  });
  wakeWorkers('run-backtests');
  return made;
}
