import { z } from 'zod';
import { Flag, Line, SearchText } from '#lib/platform/schema.ts';

export const Severity = z.enum(['low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof Severity>;
/** From the mildest to the worst. */
export const SEVERITIES = Severity.options;

export const PatternAction = z.enum(['log', 'alert', 'redact', 'block']);
export type PatternAction = z.infer<typeof PatternAction>;

/** `draft` never runs, `dry_run` runs and acts on nothing, `alerting` tells people, `enforcing` does what `action` says. */
export const PatternState = z.enum(['draft', 'dry_run', 'alerting', 'enforcing']);
export type PatternState = z.infer<typeof PatternState>;

export const Verdict = z.enum(['pass', 'redact', 'block']);
export type Verdict = z.infer<typeof Verdict>;
export const VERDICTS = Verdict.options;

export const ValidatorName = z.enum([
  'luhn',
  'card_brand',
  'email',
  'aws_key_id',
  'private_key',
  'placeholder',
  'entropy',
]);
export type ValidatorName = z.infer<typeof ValidatorName>;

export const MaskStyle = z.enum(['full', 'last4', 'card', 'email', 'token']);
export type MaskStyle = z.infer<typeof MaskStyle>;

const Flags = z
  .string()
  .regex(/^(?!.*(.).*\1)[ims]*$/, 'Only the flags i, m and s are known, each at most once');
const Level = z.int().min(1).max(5);
const Words = z.array(z.string().trim().min(1).max(64)).max(100);
const SampleTexts = z.array(z.string().min(1).max(4000)).max(50);

const name = Line.max(100);
const description = z.string().trim().max(2000);
const regex = z.string().min(1).max(1000);
const valueGroup = z
  .union([z.int().min(1).max(99), z.string().regex(/^[A-Za-z_]\w{0,31}$/)])
  .nullable()
  .describe('The group (number or name) that holds the value itself; null for the whole match');

/** A pattern as it is sent in. Without a state it is at work at once, but its default action only tells people. */
export const PatternInput = z.strictObject({
  name,
  description: description.default(''),
  regex,
  flags: Flags.default(''),
  value_group: valueGroup.default(null),
  keywords: Words.default([]).describe(
    'The regex is tried only on lines, or under keys, holding one of these',
  ),
  context_words: Words.default([]).describe('Words near the value, or in its key, that raise the confidence'),
  validators: z.array(ValidatorName).max(8).default([]),
  confidence: Level.default(3).describe('The confidence of a bare match, before validators and context'),
  min_confidence: Level.default(2).describe('A match below it is recorded, but never acted upon'),
  severity: Severity.default('medium'),
  action: PatternAction.default('alert'),
  state: PatternState.default('enforcing'),
  enabled: z.boolean().default(true),
  mask: MaskStyle.default('full'),
  samples: z
    .strictObject({ match: SampleTexts.default([]), no_match: SampleTexts.default([]) })
    .default({ match: [], no_match: [] }),
});
export type PatternInput = z.infer<typeof PatternInput>;

/** A change of some fields. Written out because a partial of the above would fill in the defaults. */
export const PatternChange = z
  .strictObject({
    name,
    description,
    regex,
    flags: Flags,
    value_group: valueGroup,
    keywords: Words,
    context_words: Words,
    validators: z.array(ValidatorName).max(8),
    confidence: Level,
    min_confidence: Level,
    severity: Severity,
    action: PatternAction,
    state: PatternState,
    enabled: z.boolean(),
    mask: MaskStyle,
    samples: z.strictObject({ match: SampleTexts, no_match: SampleTexts }),
  })
  .partial();
export type PatternChange = z.infer<typeof PatternChange>;

export const Pattern = z.strictObject({
  id: z.uuid(),
  version: z.int().min(1),
  ...PatternInput.shape,
  built_in: z.boolean(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type Pattern = z.infer<typeof Pattern>;

/** What the live tester sends: an unsaved pattern and a text of at most 64 KiB to try it on. */
export const PatternTest = z.strictObject({
  pattern: PatternInput.extend({ name: name.default('Untitled') }),
  text: z.string().max(65_536),
});
export type PatternTest = z.infer<typeof PatternTest>;

export const PatternTestResult = z.strictObject({
  matches: z.array(
    z.strictObject({
      start: z.int(),
      end: z.int(),
      value: z.string(),
      masked: z.string(),
      confidence: Level,
      reasons: z.array(z.string()),
    }),
  ),
  samples: z.array(z.strictObject({ text: z.string(), expected: z.boolean(), found: z.boolean() })),
  truncated: z.boolean(),
  duration_ms: z.number(),
});
export type PatternTestResult = z.infer<typeof PatternTestResult>;

export const PatternsQuery = z.strictObject({
  q: SearchText.optional(),
  enabled: Flag.optional(),
});
export type PatternsQuery = z.infer<typeof PatternsQuery>;
