import type { Pattern, PatternInput } from '#lib/dlp/schema.ts';

/** A pattern while somebody writes it: the group is text as typed, samples may still be empty. */
export type PatternDraft = Omit<PatternInput, 'value_group'> & { value_group: string };

export type SetDraft = (change: Partial<PatternDraft>) => void;

export const NEW_PATTERN: PatternDraft = {
  name: '',
  description: '',
  regex: '',
  flags: '',
  value_group: '',
  before: '',
  after: '',
  must_contain: [],
  must_not_match: '',
  keywords: [],
  context_words: [],
  context_window: 40,
  validators: [],
  confidence: 3,
  min_confidence: 2,
  severity: 'medium',
  action: 'alert',
  // Written first, tried, then published.
  state: 'draft',
  enabled: true,
  mask: 'full',
  scope: { subjects: [], paths: [], categories: [], clients: [], channels: [], file_kinds: [] },
  samples: { match: [''], no_match: [''] },
};

const atLeastOne = (texts: readonly string[]): string[] => (texts.length === 0 ? [''] : [...texts]);

export function draftOf(pattern: Pattern): PatternDraft {
  const { id, version, built_in, created_at, updated_at, value_group, samples, ...rest } = pattern;
  return {
    ...rest,
    value_group: value_group === null ? '' : String(value_group),
    samples: { match: atLeastOne(samples.match), no_match: atLeastOne(samples.no_match) },
  };
}

/** As the API takes it. */
export function inputOf(draft: PatternDraft): PatternInput {
  const group = draft.value_group.trim();
  const written = (texts: readonly string[]) => texts.filter((text) => text !== '');
  return {
    ...draft,
    value_group: group === '' ? null : /^\d+$/.test(group) ? Number(group) : group,
    samples: { match: written(draft.samples.match), no_match: written(draft.samples.no_match) },
  };
}

/** A fault about the second written sample, moved to where that sample stands among the empty ones. */
export function sampleFaultPath(path: string, draft: PatternDraft): string {
  const found = /^samples\.(match|no_match)\[(\d+)\]/.exec(path);
  if (!found) return path;
  const list = draft.samples[found[1] as 'match' | 'no_match'];
  const places = list.flatMap((text, index) => (text === '' ? [] : [index]));
  return `samples.${found[1]}[${places[Number(found[2])] ?? found[2]}]`;
}
