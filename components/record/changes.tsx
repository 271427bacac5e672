'use client';

import { clsx } from 'clsx';
import { Minus, PenLine, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { formatCount } from '#lib/format/format-number.ts';
import { type Change, listChanges } from './list-changes.ts';

export type ChangesProps = {
  before: unknown;
  after: unknown;
  /** Places that change with every write and tell nothing. */
  ignore?: readonly string[] | undefined;
};

const LONG = 600;
const SIGNS = {
  added: { icon: Plus, word: 'Added', tone: 'text-pass-text' },
  removed: { icon: Minus, word: 'Removed', tone: 'text-block-text' },
  changed: { icon: PenLine, word: 'Changed', tone: 'text-redact-text' },
  same: { icon: null, word: 'Unchanged', tone: 'text-ink-3' },
} as const;

function Value({ text, tone }: { text: string; tone: string }) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && text.length > LONG;
  return (
    <span
      className={clsx(
        'block min-w-0 whitespace-pre-wrap rounded-badge px-1.5 py-0.5 font-mono text-xs leading-5 [overflow-wrap:anywhere]',
        tone,
      )}
    >
      {text === '' ? <span className="font-sans text-ink-3">empty</span> : cut ? text.slice(0, LONG) : text}
      {cut ? (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="ml-1 font-sans text-accent-text underline"
        >
          show all {formatCount(text.length, 'character')}
        </button>
      ) : null}
    </span>
  );
}

function Row({ change }: { change: Change }) {
  const { icon: Icon, word, tone } = SIGNS[change.kind];
  return (
    <div className="grid gap-x-3 gap-y-1 border-b px-3 py-2 last:border-b-0 sm:grid-cols-[minmax(7rem,30%)_minmax(0,1fr)]">
      <dt className={clsx('flex min-w-0 items-start gap-1.5 text-xs leading-6', tone)}>
        <span className="flex h-6 w-3 shrink-0 items-center">
          {Icon ? <Icon size={12} aria-hidden /> : null}
        </span>
        <span className="sr-only">{word}</span>
        <code className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{change.path || 'value'}</code>
      </dt>
      <dd className="flex min-w-0 flex-col items-start gap-1">
        {change.kind !== 'same' && change.before !== null ? (
          <del className="min-w-0 max-w-full">
            <Value text={change.before} tone="bg-block-soft text-block-text" />
          </del>
        ) : null}
        {change.after !== null ? (
          <ins className="min-w-0 max-w-full no-underline">
            <Value
              text={change.after}
              tone={change.kind === 'same' ? 'text-ink-2' : 'bg-pass-soft text-pass-text'}
            />
          </ins>
        ) : null}
      </dd>
    </div>
  );
}

/** What became of a thing, place by place; what stayed the same is folded away. */
export function Changes({ before, after, ignore = [] }: ChangesProps) {
  const [unfolded, setUnfolded] = useState(false);
  const all = listChanges(before, after).filter((change) => !ignore.includes(change.path));
  const differing = all.filter((change) => change.kind !== 'same');
  const same = all.filter((change) => change.kind === 'same');
  return (
    <div className="flex flex-col items-start gap-2">
      {differing.length === 0 ? (
        <p className="text-ink-3 text-sm">Nothing in it changed.</p>
      ) : (
        <dl className="w-full min-w-0 rounded-panel border bg-panel">
          {differing.map((change) => (
            <Row key={change.path} change={change} />
          ))}
        </dl>
      )}
      {same.length > 0 ? (
        <Button size="sm" variant="ghost" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? 'Hide' : 'Show'} {formatCount(same.length, 'unchanged field')}
        </Button>
      ) : null}
      {unfolded ? (
        <dl className="w-full min-w-0 rounded-panel border bg-panel">
          {same.map((change) => (
            <Row key={change.path} change={change} />
          ))}
        </dl>
      ) : null}
    </div>
  );
}
