import { getDocumentProxy } from 'unpdf';
import { spendBytes } from '../budget.ts';
import type { Reader } from '../reader.ts';
import { refusal } from '../refusal.ts';
import type { ExtractedText } from '../schema.ts';

const MAX_PAGES = 2_000;

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof getDocumentProxy>>['getPage']>>;

async function pageTexts(page: Page, place: string): Promise<ExtractedText[]> {
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  const annotations = (await page.getAnnotations()) as {
    contentsObj?: { str?: string };
    url?: string;
    fieldValue?: unknown;
  }[];
  const notes = annotations.flatMap(({ contentsObj, url, fieldValue }) =>
    [contentsObj?.str, url, typeof fieldValue === 'string' ? fieldValue : undefined].filter(
      (one): one is string => Boolean(one),
    ),
  );
  return [{ text, place }, ...notes.map((note) => ({ text: note, place: `annotation on ${place}` }))];
}

/** The text of every page, its annotations and form fields, and what the document says about itself. */
export const readPdf: Reader = async ({ bytes, place, budget }) => {
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 }).catch((error: Error) => {
    throw refusal(error.name === 'PasswordException' ? 'encrypted' : 'malformed', error);
  });
  if (document.numPages > MAX_PAGES) throw refusal('too_large');
  const { info } = (await document.getMetadata()) as unknown as {
    info: Record<string, unknown>;
  };
  const found: ExtractedText[] = Object.entries(info).flatMap(([key, value]) =>
    typeof value === 'string' ? [{ text: value, place: `${place}properties ${key}`, key }] : [],
  );
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const texts = await pageTexts(page, `${place}page ${number}`);
    for (const { text } of texts) spendBytes(budget, text.length);
    found.push(...texts);
    page.cleanup();
  }
  return found;
};
