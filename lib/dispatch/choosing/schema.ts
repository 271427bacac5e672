import { z } from 'zod';
import { SEVERITIES, Severity, VERDICTS, Verdict } from '#lib/dlp/schema.ts';
import { EVENT_PATHS } from '#lib/events/schema.ts';
import { filterOver } from '#lib/platform/filter.ts';
import type { KnownPaths } from '#lib/platform/filter-fit.ts';
import { Moment } from '#lib/platform/schema.ts';
import { DESTINATION_KINDS } from '../destinations/schema.ts';
import { Template } from '../templates/schema.ts';

/** What a destination's filter can ask for: the event after enrichment and scan, in the form the destination gets. */
export const CHOICE_PATHS = {
  ...EVENT_PATHS,
  severity: { holds: 'text', isNullable: true, values: SEVERITIES },
  verdict: { holds: 'text', values: VERDICTS },
} as const satisfies KnownPaths;

export const EventFilter = filterOver(CHOICE_PATHS);

export const Form = z.enum(['redacted', 'whole']);
export type Form = z.infer<typeof Form>;

/** How many of the last events a filter is counted against. */
const MOST_LOOKED_AT = 1_000;

const Label = z.string().min(1).max(128);

/** An event that never happened. */
const SampleEvent = z.strictObject({
  category: Label.default('default'),
  name: Label.default('sample'),
  session_id: Label.nullable().default(null),
  external_id: Label.nullable().default(null),
  timestamp: Moment.optional(),
  verdict: Verdict.default('pass'),
  severity: Severity.nullable().default(null),
  attributes: z.record(z.string(), z.json()).default({}),
  data: z.json().default({}),
});

/** The settings of a destination, saved or not, and the event to try them on: the last one where none is named. */
export const ChoiceTrial = z
  .strictObject({
    filter: EventFilter.default({}),
    form: Form.default('redacted'),
    template: Template.nullable().default(null),
    kind: z.enum(DESTINATION_KINDS).default('http'),
    /** Asked only of kinds that make their body by their settings. */
    config: z.record(z.string(), z.unknown()).default({}),
    event_id: z.guid().toLowerCase().optional(),
    sample: SampleEvent.optional(),
    /** `false` tries on the very content that the destination gets: for holders of findings:reveal, with an audit row. */
    masked: z.boolean().default(true),
    last: z.int().min(0).max(MOST_LOOKED_AT).default(MOST_LOOKED_AT),
  })
  .refine(({ event_id, sample }) => event_id === undefined || sample === undefined, {
    path: ['sample'],
    message: 'stands beside event_id: there can be one of them',
  });
export type ChoiceTrial = z.infer<typeof ChoiceTrial>;

const TriedEvent = z.object({
  /** Null for a sample. */
  id: z.uuid().nullable(),
  category: z.string(),
  name: z.string(),
  timestamp: z.iso.datetime(),
  verdict: z.string().nullable(),
});
export type TriedEvent = z.infer<typeof TriedEvent>;

export const ChoiceTrialResult = z.object({
  /** What it was tried on; null when there is no event yet. */
  event: TriedEvent.nullable(),
  /** It is told by this installation: it goes to the destinations marked for notices, whatever their filter. */
  notice: z.boolean(),
  takes: z.boolean().nullable(),
  /** Why the delivery would be withheld all the same. */
  withheld: z.string().nullable(),
  /** The conditions that keep the event out. */
  unmet: z.array(
    z.object({
      /** Its place in the filter. */
      at: z.string(),
      path: z.string(),
      operator: z.enum(['eq', 'ne', 'in', 'gt', 'lt', 'exists']),
      expected: z.unknown(),
      /** It stands inside `not`. */
      negated: z.boolean(),
      found: z.unknown(),
      found_type: z.enum(['missing', 'null', 'text', 'number', 'boolean', 'list', 'object']),
      why: z.string(),
    }),
  ),
  /** What would be sent. */
  body: z.object({ text: z.string(), content_type: z.string(), size_bytes: z.int() }).nullable(),
  /** Why there is no body to show. */
  body_fault: z.string().nullable(),
  /** `masked`: as readers see it; `delivered`: as the destination gets it. They may differ where something was caught. */
  seen: z.enum(['masked', 'delivered']),
  recent: z.object({
    looked_at: z.int(),
    taken: z.int(),
    /** False when looking was given up before all that were asked for. */
    complete: z.boolean(),
    /** When the earliest of them was received. */
    since: z.iso.datetime().nullable(),
    latest: z.array(TriedEvent),
  }),
});
export type ChoiceTrialResult = z.infer<typeof ChoiceTrialResult>;
