import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { mixedText, seeded } from '#lib/dlp/sample-text.ts';
import { EXTRACT_PROGRAM } from '#lib/files/extract/extract-file.ts';
import type { Extraction } from '#lib/files/extract/schema.ts';
import { makeDocx, makePdf } from '#tests/support/make-files.ts';
import { percentile } from '../percentile.ts';
import { type Line, ms } from '../report.ts';

const ROUNDS = 5;
const MAX_MIB = 250;

type Measured = { elapsedMs: number; mib: number; characters: number };

/** One file in a process of its own, as the product does it, and the most memory that it ever held. */
function extractOnce(bytes: Buffer, name: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = fork(EXTRACT_PROGRAM.path, [], EXTRACT_PROGRAM.options);
    child.once('error', reject);
    child.once('message', async (answer: Extraction) => {
      const elapsedMs = performance.now() - startedAt;
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      child.kill('SIGKILL');
      if (answer.state !== 'extracted') return reject(new Error(`${name}: ${answer.reason}`));
      resolve({
        elapsedMs,
        mib: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024,
        characters: answer.segments.reduce((sum, { text }) => sum + text.length, 0),
      });
    });
    child.send({ bytes, name });
  });
}

/** Paragraphs of words that hardly compress, so that the file as packed has the size that is asked for. */
function docxOf(bytes: number): Buffer {
  const random = seeded(3);
  const word = () => Math.floor(random() * 36 ** 7).toString(36);
  let body = '';
  // What is packed has about six tenths of the size of such text.
  while (body.length < bytes * 1.55) {
    body += `<w:p><w:r><w:t>${Array.from({ length: 60 }, word).join(' ')}</w:t></w:r></w:p>`;
  }
  return makeDocx(body);
}

/** Pages of 45 lines and a picture each, as reports have them. */
function pdfOf(bytes: number, pages: number): Buffer {
  const lines = mixedText(2)
    .join('')
    .replace(/[^\w .,:=\n-]/g, ' ')
    .split('\n')
    .map((line) => line.slice(0, 90));
  const texts = Array.from({ length: pages }, (_, at) => lines.slice(at * 45, at * 45 + 45).join('\n'));
  return makePdf(texts, { image: 'x'.repeat(Math.floor(bytes / pages - 45 * 90)) });
}

export async function measureExtraction(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const { words, bytes, name, maxMs } of [
    { words: 'DOCX', bytes: docxOf(5 * 2 ** 20), name: 'a.docx', maxMs: 1_000 },
    { words: 'PDF of 300 pages', bytes: pdfOf(10 * 2 ** 20, 300), name: 'a.pdf', maxMs: 2_000 },
  ]) {
    const all: Measured[] = [];
    for (let round = 0; round < ROUNDS; round += 1) all.push(await extractOnce(bytes, name));
    const time = percentile(
      all.map(({ elapsedMs }) => elapsedMs),
      0.5,
    );
    const mib = Math.max(...all.map((measured) => measured.mib));
    lines.push({
      measure: `${words} of ${(bytes.length / 2 ** 20).toFixed(1)} MiB (${((all[0]?.characters ?? 0) / 1e6).toFixed(1)} million characters), process included: middle of ${ROUNDS}; most memory`,
      figure: `${ms(time)}; ${mib.toFixed(0)} MiB`,
      target: `<= ${maxMs / 1_000} s; <= ${MAX_MIB} MB`,
      holds: time <= maxMs && mib <= MAX_MIB / 1.048576,
    });
  }
  return lines;
}
