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
  'iban',
  'aba_routing',
  'us_ssn',
  'us_itin',
  'us_npi',
  'uk_nino',
  'uk_nhs',
  'ca_sin',
  'au_tfn',
  'au_abn',
  'au_medicare',
  'in_aadhaar',
  'br_cpf',
  'br_cnpj',
  'de_tax_id',
  'es_nif',
  'it_fiscal_code',
  'fr_nir',
  'pl_pesel',
  'nl_bsn',
  'se_personnummer',
  'fi_hetu',
  'tr_tckn',
  'za_id',
  'email',
  'phone',
  'aws_key_id',
  'token_checksum',
  'jwt',
  'private_key',
  'url_password',
  'basic_auth',
  'spoken_password',
  'placeholder',
  'entropy',
]);
export type ValidatorName = z.infer<typeof ValidatorName>;

export const MaskStyle = z.enum(['full', 'last4', 'card', 'email', 'token']);
export type MaskStyle = z.infer<typeof MaskStyle>;

/** What kind of thing is looked into. */
export const SubjectKind = z.enum(['event', 'file', 'slack', 'text']);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** Kinds of character a value can be asked to hold, in place of look-ahead. */
export const CharacterKind = z.enum(['digit', 'upper', 'lower', 'special']);
export type CharacterKind = z.infer<typeof CharacterKind>;

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

const edgeRegex = z.string().max(500);
const mustContain = z.array(CharacterKind).max(4);
const contextWindow = z.int().min(0).max(500);

const ScopeNames = z.array(z.string().trim().min(1).max(200)).max(100);

/** Where a pattern looks; an empty list sets no limit, and every list that is not empty has to agree. */
export const PatternScope = z.strictObject({
  subjects: z.array(SubjectKind).max(4).default([]),
  paths: ScopeNames.default([]).describe(
    'Field paths as findings show them; a prefix ends at a dot or bracket, * stands for one step',
  ),
  categories: ScopeNames.default([]).describe('Categories of events'),
  clients: z.array(z.uuid()).max(100).default([]),
  channels: ScopeNames.default([]).describe('Ids of Slack channels'),
  file_kinds: ScopeNames.default([]).describe('Kinds of file, such as pdf or csv'),
});
export type PatternScope = z.infer<typeof PatternScope>;

const NO_SCOPE: PatternScope = {
  subjects: [],
  paths: [],
  categories: [],
  clients: [],
  channels: [],
  file_kinds: [],
};

/** A pattern as it is sent in. Without a state it is at work at once, but its default action only tells people. */
export const PatternInput = z.strictObject({
  name,
  description: description.default(''),
  regex,
  flags: Flags.default(''),
  value_group: valueGroup.default(null),
  before: edgeRegex
    .default('')
    .describe('What has to stand right before the match; empty for a word border or the like in the regex'),
  after: edgeRegex.default('').describe('What has to stand right after the match'),
  must_contain: mustContain.default([]).describe('Kinds of character the value has to hold'),
  must_not_match: edgeRegex.default('').describe('A value that this matches, anywhere in it, is dropped'),
  keywords: Words.default([]).describe(
    'The regex is tried only on lines, or under keys, holding one of these',
  ),
  context_words: Words.default([]).describe('Words near the value, or in its key, that raise the confidence'),
  context_window: contextWindow
    .default(40)
    .describe('How many characters around the value are searched for context words'),
  validators: z.array(ValidatorName).max(8).default([]),
  confidence: Level.default(3).describe('The confidence of a bare match, before validators and context'),
  min_confidence: Level.default(2).describe('A match below it is recorded, but never acted upon'),
  severity: Severity.default('medium'),
  action: PatternAction.default('alert'),
  state: PatternState.default('enforcing'),
  enabled: z.boolean().default(true),
  mask: MaskStyle.default('full'),
  scope: PatternScope.default(NO_SCOPE),
  samples: z
    .strictObject({ match: SampleTexts.default([]), no_match: SampleTexts.default([]) })
    .default({ match: [], no_match: [] }),
});
export type PatternInput = z.infer<typeof PatternInput>;

const expectedVersion = z
  .int()
  .min(1)
  .describe('The version the change was made from; it is refused when there is a newer one');

/** A change of some fields. Written out because a partial of the above would fill in the defaults. */
export const PatternChange = z
  .strictObject({
    name,
    description,
    regex,
    flags: Flags,
    value_group: valueGroup,
    before: edgeRegex,
    after: edgeRegex,
    must_contain: mustContain,
    must_not_match: edgeRegex,
    keywords: Words,
    context_words: Words,
    context_window: contextWindow,
    validators: z.array(ValidatorName).max(8),
    confidence: Level,
    min_confidence: Level,
    severity: Severity,
    action: PatternAction,
    state: PatternState,
    enabled: z.boolean(),
    mask: MaskStyle,
    scope: PatternScope,
    samples: z.strictObject({ match: SampleTexts, no_match: SampleTexts }),
    expected_version: expectedVersion,
    note: z.string().trim().max(500).describe('What the new version is for; kept with it'),
  })
  .partial();
export type PatternChange = z.infer<typeof PatternChange>;

/** Which version to go back to. */
export const PatternRollback = z.strictObject({
  version: z.int().min(1),
  expected_version: expectedVersion.optional(),
});
export type PatternRollback = z.infer<typeof PatternRollback>;

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
      /** What each validator and context word added or took, from the confidence of a bare match. */
      steps: z.array(z.strictObject({ by: z.int(), reason: z.string() })),
      groups: z.array(z.strictObject({ name: z.string(), text: z.string() })),
    }),
  ),
  samples: z.array(z.strictObject({ text: z.string(), expected: z.boolean(), found: z.boolean() })),
  truncated: z.boolean(),
  duration_ms: z.number(),
});
export type PatternTestResult = z.infer<typeof PatternTestResult>;

/** What a pattern, saved or not, would cost. */
export const PatternCostQuestion = z.strictObject({ pattern: PatternTest.shape.pattern });

export type PatternCostResult = {
  /** Megabytes a second over ordinary text, on a machine on which a plain pattern makes 1,000. */
  mbps: number;
  /** The share of such text that is left for it to look at. */
  looked_at: number;
  verdict: 'fine' | 'slow' | 'too_slow';
  /** A text on which it backtracks without end: it is run by the linear engine then. */
  attack: { text: string; length: number } | null;
};

export const PatternsQuery = z.strictObject({
  q: SearchText.optional(),
  enabled: Flag.optional(),
  /** Those that were deleted, instead of those that are there. */
  deleted: Flag.optional(),
});
export type PatternsQuery = z.infer<typeof PatternsQuery>;
