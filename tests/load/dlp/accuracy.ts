import { readFileSync } from 'node:fs';
import { compileSet, scanText } from '#lib/dlp/engine.ts';
import { wilsonInterval } from '#lib/platform/wilson.ts';
import type { Line } from '../report.ts';
import { shipped } from './engine.ts';
import { LABELS, type Label, makeSentences, type Sentence } from './sentences.ts';

const COUNT = 4_200;
const TARGET = 0.95;
const PROMISED: readonly Label[] = ['CREDIT_CARD', 'IBAN_CODE', 'US_SSN'];
/** From this confidence on a pattern acts, unless it says otherwise. */
const MIN_CONFIDENCE = 2;

const LABEL_OF: Readonly<Record<string, Label>> = {
  'Card number': 'CREDIT_CARD',
  IBAN: 'IBAN_CODE',
  'US social security number': 'US_SSN',
  'US social security number without separators': 'US_SSN',
  'E-mail address': 'EMAIL_ADDRESS',
  'Phone number': 'PHONE_NUMBER',
  'Phone number after a word for it': 'PHONE_NUMBER',
};

type Span = Sentence['spans'][number];
type Counts = { right: number; wrong: number; missed: number };

const overlaps = (left: Span, right: Span): boolean =>
  left.label === right.label && left.start < right.end && right.start < left.end;

/** Labelled sentences as lines of JSON; a file of one's own is named by `DLP_SENTENCES`. */
function readSentences(): { words: string; sentences: Sentence[] } {
  const path = process.env.DLP_SENTENCES;
  if (path === undefined) return { words: 'made-up sentences', sentences: makeSentences(COUNT) };
  const lines = readFileSync(path, 'utf8').split('\n');
  return {
    words: 'sentences of the given file',
    sentences: lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Sentence),
  };
}

export async function measureAccuracy(): Promise<Line[]> {
  const { words, sentences } = readSentences();
  const set = compileSet(shipped);
  const counts = Object.fromEntries(
    LABELS.map((label) => [label, { right: 0, wrong: 0, missed: 0 }]),
  ) as Record<Label, Counts>;
  for (const { text, spans } of sentences) {
    const found = scanText(set, text)
      .filter(({ confidence, patternName }) => confidence >= MIN_CONFIDENCE && patternName in LABEL_OF)
      .map(
        (match): Span => ({
          label: LABEL_OF[match.patternName] ?? '',
          start: [...text.slice(0, match.start)].length,
          end: [...text.slice(0, match.end)].length,
        }),
      );
    // What two patterns of one label found in one place counts once.
    const hits = found.filter((hit, at) => !found.slice(0, at).some((earlier) => overlaps(earlier, hit)));
    for (const hit of hits) {
      counts[hit.label as Label][spans.some((span) => overlaps(span, hit)) ? 'right' : 'wrong'] += 1;
    }
    for (const span of spans) {
      if (!(span.label in counts) || hits.some((hit) => overlaps(span, hit))) continue;
      counts[span.label as Label].missed += 1;
    }
  }
  return LABELS.map((label) => toLine(label, counts[label], { words, sentences: sentences.length }));
}

function toLine(
  label: Label,
  { right, wrong, missed }: Counts,
  set: { words: string; sentences: number },
): Line {
  const share = (total: number) => (total === 0 ? Number.NaN : right / total);
  const show = (total: number) => {
    const { low, high } = wilsonInterval(right, total);
    return `${share(total).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  };
  const promised = PROMISED.includes(label);
  return {
    measure: `${label} in ${set.sentences.toLocaleString('en')} ${set.words}: precision; recall`,
    figure: `${show(right + wrong)}; ${show(right + missed)}; ${right} right, ${wrong} wrong, ${missed} missed`,
    ...(promised && {
      target: `>= ${TARGET}; >= ${TARGET}`,
      holds: share(right + wrong) >= TARGET && share(right + missed) >= TARGET,
    }),
  };
}
