import { AppError } from '#lib/platform/errors.ts';
import { parseStoredJson } from '#lib/platform/json.ts';
import { createLru } from '#lib/platform/lru.ts';
import { longNumber, valueAt } from '#lib/platform/path.ts';
import { asText, FILTERS } from './templates/filters.ts';
import { type Expression, type ParsedTemplate, parseTemplate, placeIn } from './templates/parse-template.ts';
import type { Template } from './templates/schema.ts';

/** What a template makes is no larger, in bytes. */
const MAX_MADE_BYTES = 256 * 1024;
/** Characters that may be looked at and made on the way. */
const MAX_WORK = 4 * 1024 * 1024;

const parsed = createLru<string, ParsedTemplate>(1_000);

const refuse = (message: string): never => {
  throw new AppError('invalid', message);
};

function partsOf(text: string): ParsedTemplate['parts'] {
  const known = parsed.get(text) ?? parseTemplate(text);
  parsed.set(text, known);
  const { parts, fault } = known;
  return fault ? refuse(`The template ${fault.message} (${placeIn(text, fault.at)}).`) : parts;
}

/** One filling: how much of its bounds is used. */
type Filling = { document: unknown; work: number; made: number; most: number };

const spendOn =
  (filling: Filling) =>
  (characters: number): void => {
    filling.work += characters;
    if (filling.work > MAX_WORK) refuse('The template takes too much work for this event.');
  };

function count(filling: Filling, characters: number): void {
  filling.made += characters;
  if (filling.made > filling.most)
    refuse(`The template makes more than ${filling.most / 1024} KiB of this event.`);
}

function evaluate({ start, calls }: Expression, filling: Filling): unknown {
  const spend = spendOn(filling);
  const first = 'path' in start ? valueAt(filling.document, start.path) : start.value;
  return calls.reduce((value, { name, args }) => FILTERS[name]?.apply(value, args, spend), first);
}

type Write = (value: string) => string;

const asItIs: Write = (value) => value;

function fillText(text: string, filling: Filling, write = asItIs): string {
  return partsOf(text)
    .map((part) => {
      const made = typeof part === 'string' ? part : write(asText(evaluate(part, filling), spendOn(filling)));
      count(filling, made.length);
      return made;
    })
    .join('');
}

function fillString(text: string, filling: Filling): unknown {
  if (!text.includes('{{')) {
    count(filling, text.length);
    return text;
  }
  const [only, ...more] = partsOf(text);
  if (only === undefined || typeof only === 'string' || more.length > 0) return fillText(text, filling);
  const value = evaluate(only, filling) ?? null;
  const characters = JSON.stringify(value).length;
  spendOn(filling)(characters);
  count(filling, characters);
  return value;
}

function fill(template: unknown, filling: Filling): unknown {
  if (typeof template === 'string') return fillString(template, filling);
  if (typeof template !== 'object' || template === null || longNumber(template) !== null) return template;
  if (Array.isArray(template)) return template.map((item) => fill(item, filling));
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fill(value, filling)]));
}

const begin = (document: unknown, most = MAX_MADE_BYTES): Filling => ({ document, work: 0, made: 0, most });

/**
 * Fills `{{path | filter}}` in every string of a template from the document. Alone in its string an expression becomes
 * the value itself, whatever its type, and null when there is none; inside a longer text it becomes text.
 * @throws AppError `invalid` with the reason, when the template has a fault or makes too much.
 */
export function fillTemplate(template: unknown, document: unknown): unknown {
  return fill(template, begin(document));
}

/**
 * Fills a text for a kind that cuts it to what fits; `write` makes of each value what does no harm where it stands, the
 * template itself stays as it is.
 * @throws AppError `invalid` with the reason, when the template has a fault or takes too much work.
 */
export function fillTextTemplate(text: string, document: unknown, write?: Write): string {
  return fillText(text, begin(document, MAX_WORK), write);
}

/**
 * The text that a template of a destination makes of a document.
 * @throws AppError `invalid` with the reason, when the template has a fault or makes too much.
 */
export function makeBody({ format, text }: Template, document: unknown): string {
  const made =
    format === 'json'
      ? JSON.stringify(fillTemplate(jsonOf(text), document))
      : fillText(text, begin(document));
  if (Buffer.byteLength(made) > MAX_MADE_BYTES)
    refuse(`The template makes more than ${MAX_MADE_BYTES / 1024} KiB of this event.`);
  return made;
}

const structures = createLru<string, { value: unknown }>(500);

function jsonOf(text: string): unknown {
  const known = structures.get(text);
  if (known) return known.value;
  try {
    const value = parseStoredJson(text);
    structures.set(text, { value });
    return value;
  } catch {
    return refuse('The template is not JSON.');
  }
}
