import type { Notice } from './schema.ts';

/** What PostgreSQL keeps as JSON: no U+0000, no half surrogates. */
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value;

const linkFrom = (consoleUrl: string | undefined, path: string): string =>
  (consoleUrl ?? '').replace(/\/$/, '') + path;

const worded = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');

type Told = Pick<Notice, 'title' | 'link' | 'data'>;

/** The whole notice as lines of text: for destinations that know no members, and for people. */
function asText({ title, link, data }: Told): string {
  const facts = Object.entries(data)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${worded(value)}`);
  return [title, ...facts, ...(link === undefined ? [] : [`see ${link}`])].join('\n');
}

/**
 * The content of a notice's event, as JSON: the title, all of it as text, the link, then every fact by its name. The link
 * is one that can be opened from anywhere as long as the address of the console is known.
 */
export function noticeDataJson(notice: Notice, consoleUrl: string | undefined): string {
  const { title, data } = notice;
  const link = notice.link === undefined ? {} : { link: linkFrom(consoleUrl, notice.link) };
  const members = { title, body: asText({ title, data, ...link }), ...link };
  return JSON.stringify({ ...members, ...data, ...members }, storable);
}
