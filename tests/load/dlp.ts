import { measureAccuracy } from './dlp/accuracy.ts';
import { measureEngine, measureNewPattern } from './dlp/engine.ts';
import { measureExtraction } from './dlp/extraction.ts';
import { measurePath } from './dlp/path.ts';
import { measureStall } from './dlp/stall.ts';
import type { Parts } from './parts.ts';

export const DLP_PARTS: Parts = {
  engine: { words: 'one thread over mixed text', alone: measureEngine },
  pattern: { words: 'what one pattern more costs', alone: measureNewPattern },
  stall: { words: 'scans beside attacks', alone: measureStall },
  extraction: { words: 'large documents', alone: measureExtraction },
  accuracy: { words: 'precision and recall', alone: measureAccuracy },
  path: { words: 'a thousand events a second with and without patterns', measure: measurePath },
};
