import { z } from 'zod';
import { PatternAction, SubjectKind as ScannedKind, Severity } from '#lib/dlp/schema.ts';
import { Flag, Moment, SearchText } from '#lib/platform/schema.ts';

/** What keeps findings: a text that is only asked about keeps none. */
const SubjectKind = ScannedKind.exclude(['text']);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** What something was found in. */
export type FindingSubject = { kind: SubjectKind; id: string };

export const FindingState = z.enum(['open', 'in_review', 'closed']);
export type FindingState = z.infer<typeof FindingState>;
export const FINDING_STATES = FindingState.options;

/** Why a finding was closed. */
export const ClosingReason = z.enum(['remediated', 'false_positive', 'used_in_tests', 'accepted_risk']);
export type ClosingReason = z.infer<typeof ClosingReason>;
export const CLOSING_REASONS = ClosingReason.options;

/** One place where something was found: masked for everybody. `id` is the finding's. */
export const FindingPlace = z.object({
  id: z.uuid(),
  place_id: z.uuid(),
  subject: z.object({ kind: SubjectKind, id: z.uuid() }),
  pattern_id: z.uuid(),
  pattern: z.string(),
  version: z.int(),
  severity: Severity,
  confidence: z.int(),
  path: z.string(),
  masked: z.string(),
  action: z.string(),
  state: FindingState,
  reason: ClosingReason.nullable(),
  reasons: z.array(z.string()),
  start: z.int(),
  end: z.int(),
  created_at: z.iso.datetime(),
});
export type FindingPlace = z.infer<typeof FindingPlace>;

/** One leaked value as one pattern caught it, wherever it stands: masked for everybody. */
export const Finding = z.object({
  id: z.uuid(),
  pattern_id: z.uuid(),
  pattern: z.string(),
  severity: Severity,
  /** What it caused in the latest event, file or message it was found in. */
  action: z.string(),
  confidence: z.int(),
  masked: z.string(),
  state: FindingState,
  reason: ClosingReason.nullable(),
  assignee: z.object({ id: z.uuid(), email: z.string() }).nullable(),
  /** How many, up to 1,000. */
  places: z.int(),
  /** Null once everything it was found in has been deleted. */
  last_place: FindingPlace.nullable(),
  first_seen_at: z.iso.datetime(),
  last_seen_at: z.iso.datetime(),
  reopened_at: z.iso.datetime().nullable(),
});
export type Finding = z.infer<typeof Finding>;

export const FindingStep = z.object({
  id: z.uuid(),
  kind: z.enum(['decided', 'undone', 'commented', 'reopened', 'revealed']),
  at: z.iso.datetime(),
  actor: z.string(),
  decision_id: z.uuid().nullable(),
  before: z.record(z.string(), z.string().nullable()).nullable(),
  after: z.record(z.string(), z.string().nullable()).nullable(),
  note: z.string().nullable(),
});
export type FindingStep = z.infer<typeof FindingStep>;

/** What stands on either side of a value, up to 100 characters; whatever was caught there is masked. */
const MaskedContext = z.object({ before: z.string(), after: z.string() });
export type MaskedContext = z.infer<typeof MaskedContext>;

export const FindingDetail = Finding.extend({
  /** The latest, at most 100; the latest ten with their context. */
  all_places: z.array(FindingPlace.extend({ context: MaskedContext.nullable() })),
  /** Until when the one who asks may see the values; null while they are masked for him. */
  revealed_until: z.iso.datetime().nullable(),
  /** Oldest first. */
  steps: z.array(FindingStep),
});
export type FindingDetail = z.infer<typeof FindingDetail>;

export const FindingsQuery = z.strictObject({
  /** Part of the pattern's name. */
  pattern: SearchText.optional(),
  severity: Severity.optional(),
  action: z.enum(['none', ...PatternAction.options]).optional(),
  state: FindingState.optional(),
  reason: ClosingReason.optional(),
  /** Those of the one who asks, or nobody's. */
  assignee: z.enum(['me', 'nobody']).optional(),
  min_confidence: z.coerce.number().int().min(1).max(5).optional(),
  /** With a place in this event, file or message. */
  event: z.uuid().optional(),
  reopened: Flag.optional(),
  /** When it was seen last. */
  from: Moment.optional(),
  to: Moment.optional(),
});
export type FindingsQuery = z.infer<typeof FindingsQuery>;

/** Rows of an exported file at most. */
export const MAX_EXPORTED = 100_000;
export const FindingsExportQuery = FindingsQuery.extend({ format: z.enum(['csv', 'ndjson']).default('csv') });
export type FindingsExportQuery = z.infer<typeof FindingsExportQuery>;

const Note = z.string().trim().min(1).max(2000);

export const MAX_DECIDED = 1_000;

/** What a reviewer decides about findings: those named, or those a filter finds (then at most 1,000 in one call). */
export const FindingDecision = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(MAX_DECIDED).optional(),
    filter: FindingsQuery.omit({ from: true, to: true }).optional(),
    state: FindingState,
    reason: ClosingReason.nullable().default(null),
    note: Note.nullable().default(null),
    /** A false positive only: leaves the value out of the scans of its pattern, until then or for good. */
    exclude: z
      .strictObject({ expires_at: Moment.nullable().default(null) })
      .nullable()
      .default(null),
    /** The state the reviewer saw: findings that somebody else has moved on since are left alone and named. */
    seen_state: FindingState.optional(),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), {
    path: ['ids'],
    message: 'Name the findings by ids or by a filter, one of the two',
  })
  .refine(({ exclude, reason }) => exclude === null || reason === 'false_positive', {
    path: ['exclude'],
    message: 'Only a false positive can be excluded',
  })
  .refine(({ state, reason }) => (state === 'closed') === (reason !== null), {
    path: ['reason'],
    message: 'A closed finding needs a reason, an open one has none',
  });
export type FindingDecision = z.infer<typeof FindingDecision>;

export const DecisionResult = z.strictObject({
  decision_id: z.uuid(),
  changed: z.int(),
  /** Named, but moved on by somebody else in the meantime. */
  conflicts: z.array(z.strictObject({ id: z.uuid(), state: FindingState })),
  /** Of a filter: how many are still to be decided, in further calls. */
  remaining: z.int(),
});
export type DecisionResult = z.infer<typeof DecisionResult>;

/** What a decision would change. */
export const DecisionPlan = z.strictObject({
  total: z.int(),
  /** How many patterns they are of; `by_pattern` names those with the most. */
  patterns: z.int(),
  by_pattern: z.array(z.strictObject({ pattern_id: z.uuid(), pattern: z.string(), findings: z.int() })),
});
export type DecisionPlan = z.infer<typeof DecisionPlan>;

export const FindingComment = z.strictObject({ note: Note });
export type FindingComment = z.infer<typeof FindingComment>;

export const RevealRequest = z.strictObject({
  reason: z.string().trim().min(5, 'Say in a few words why you need to see it').max(500),
});
export type RevealRequest = z.infer<typeof RevealRequest>;

/** A value with up to 100 characters on either side; other values that were caught there are masked. */
export type LeakInPlace = { before: string; value: string; after: string };

export const Revealed = z.strictObject({
  expires_at: z.iso.datetime(),
  places: z.array(
    z.strictObject({ place_id: z.uuid(), before: z.string(), value: z.string(), after: z.string() }),
  ),
});
export type Revealed = z.infer<typeof Revealed>;

const Count = z.int();

/** How right a version of a pattern was, by the reviewers' verdicts. */
export const PatternPrecision = z.strictObject({
  pattern_id: z.uuid(),
  pattern: z.string(),
  version: z.int(),
  /** Closed as remediated or accepted risk: it was one. */
  confirmed: Count,
  false_positives: Count,
  /** Counted by themselves: right about the form, and no leak. */
  used_in_tests: Count,
  /** Of what was confirmed or a false positive, the share that was confirmed; null before the first verdict. */
  precision: z.number().nullable(),
  /** Where the true share lies, 19 times of 20. */
  interval: z.strictObject({ low: z.number(), high: z.number() }),
});
export type PatternPrecision = z.infer<typeof PatternPrecision>;

export const QueueHealth = z.strictObject({
  /** Open and in review, by the time they wait. */
  waiting: z.strictObject({ under_a_day: Count, under_a_week: Count, under_a_month: Count, older: Count }),
  in_review: Count,
  oldest_waiting_since: z.iso.datetime().nullable(),
  /** Of what was closed in the last 30 days. */
  median_seconds_to_close: z.number().nullable(),
  closed_per_day: z.array(z.strictObject({ day: z.iso.date(), closed: Count })),
  precision: z.array(PatternPrecision),
});
export type QueueHealth = z.infer<typeof QueueHealth>;

export const FIGURE_DAYS = 30;

/** What a pattern found in the last 30 days. */
export const PatternFigures = z.strictObject({
  pattern_id: z.uuid(),
  /** Places per UTC day, the oldest day first. */
  per_day: z.array(Count).length(FIGURE_DAYS),
  last_hit_at: z.iso.datetime().nullable(),
  /** Findings that are open or in review, however old. */
  open: Count,
});
export type PatternFigures = z.infer<typeof PatternFigures>;

/** Of every pattern with a place in the last 30 days or an open finding. */
export const AllPatternFigures = z.strictObject({
  items: z.array(PatternFigures),
  precision: z.array(PatternPrecision),
});
export type AllPatternFigures = z.infer<typeof AllPatternFigures>;
