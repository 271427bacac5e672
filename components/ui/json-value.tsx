'use client';

import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import { formatCount } from '#lib/format/format-number.ts';
import { type JsonRow, type Mask, splitMasked } from './json-rows.ts';
import { Tooltip } from './tooltip.tsx';

type JsonValueProps = {
  row: JsonRow;
  /** Its masked spans, in order. */
  masks: readonly Mask[] | undefined;
};

const LONG = 400;

function Chip({ text, pattern }: { text: string; pattern: string | null }) {
  return (
    <Tooltip content={pattern ? `Masked by ${pattern}` : 'Masked'}>
      <span className="mx-0.5 inline-flex items-center gap-1 rounded-badge bg-redact-soft px-1 align-top text-redact-text">
        <EyeOff size={12} aria-hidden />
        {text}
        {pattern ? <span className="font-medium font-sans text-xs">{pattern}</span> : null}
      </span>
    </Tooltip>
  );
}

function Text({ row, masks }: JsonValueProps) {
  const [whole, setWhole] = useState(false);
  const text = String(row.value);
  const cut = !whole && text.length > LONG;
  const pieces = splitMasked(cut ? text.slice(0, LONG) : text, masks);
  return (
    <span className="min-w-0 whitespace-pre-wrap break-words text-pass-text [overflow-wrap:anywhere]">
      "
      {pieces.map((piece, index) =>
        piece.masked ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
          <Chip key={index} text={piece.text} pattern={piece.pattern} />
        ) : (
          piece.text
        ),
      )}
      "
      {cut ? (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="ml-1 rounded-badge font-sans text-accent-text underline"
        >
          show all {formatCount(text.length, 'character')}
        </button>
      ) : null}
    </span>
  );
}

/** A leaf as it is, a folded branch as its size. */
export function JsonValue({ row, masks }: JsonValueProps) {
  if (row.kind === 'string') return <Text row={row} masks={masks} />;
  if (row.kind === 'number') return <span className="text-flight-text">{String(row.value)}</span>;
  if (row.kind === 'boolean') return <span className="text-withheld-text">{String(row.value)}</span>;
  if (row.kind === 'null') return <span className="text-ink-3">null</span>;
  const count = Number(row.value);
  const noun = row.kind === 'array' ? formatCount(count, 'item') : formatCount(count, 'key');
  const [start, end] = row.kind === 'array' ? ['[', ']'] : ['{', '}'];
  if (row.open) return <span className="text-ink-3">{start}</span>;
  return (
    <span className="text-ink-3">
      {start}
      {count > 0 ? <span className="px-1 font-sans">{noun}</span> : null}
      {end}
    </span>
  );
}
