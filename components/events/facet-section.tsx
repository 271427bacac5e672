'use client';

import { clsx } from 'clsx';
import { Ban, Search } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import type { EventFacet, FacetName } from '#lib/events/schema.ts';
import { formatCompact, formatNumber } from '#lib/format/format-number.ts';
import { FACET_LABELS, NOT_PREFIX } from './exact-filters.ts';
import { type FacetValue, facetValues, searchValues } from './facet-values.ts';
import type { ExactFilters } from './use-exact-filters.ts';

export type FacetSectionProps = {
  name: FacetName;
  /** Null: its count was given up. */
  facet: EventFacet | null;
  estimated: boolean;
  exact: ExactFilters;
};

const SHOWN = 6;

type RowProps = {
  name: FacetName;
  one: FacetValue;
  estimated: boolean;
  exact: ExactFilters;
};

function FacetRow({ name, one, estimated, exact }: RowProps) {
  const { value, text, count, state } = one;
  const not = `${NOT_PREFIX}${name}`;
  const toggle = (key: string, isOn: boolean) => (isOn ? exact.remove(key) : exact.add({ key, value }));
  const figure = count === null ? '' : `${estimated ? '≈ ' : ''}${formatCompact(count)}`;
  return (
    <li className="group/value relative flex items-center">
      <button
        type="button"
        data-facet-value
        aria-pressed={state === 'only'}
        title={count === null ? text : `${text}: ${estimated ? '≈ ' : ''}${formatNumber(count)}`}
        onClick={() => (state === 'not' ? exact.remove(not) : toggle(name, state === 'only'))}
        className={clsx(
          'flex h-7 min-w-0 flex-1 items-center gap-2 rounded-control px-2 text-left text-sm transition-colors hover:bg-hover',
          state === 'only' && 'bg-accent-soft font-medium text-accent-text',
          state === 'not' && 'text-ink-3',
        )}
      >
        <bdi className={clsx('min-w-0 truncate', state === 'not' && 'line-through')}>{text}</bdi>
        {state === 'not' ? <span className="sr-only">is left out</span> : null}
        <span
          className={clsx(
            'figures ml-auto shrink-0 text-ink-3 text-xs transition-opacity',
            'group-focus-within/value:opacity-0 group-hover/value:opacity-0 pointer-coarse:mr-6 pointer-coarse:opacity-100!',
          )}
        >
          {figure}
        </span>
      </button>
      <Tooltip content={state === 'not' ? `Show ${text} again` : `Leave out ${text}`}>
        <button
          type="button"
          aria-pressed={state === 'not'}
          aria-label={`Leave out ${text}`}
          onClick={() => toggle(not, state === 'not')}
          className={clsx(
            'absolute right-0 flex size-7 items-center justify-center rounded-control text-ink-2 hover:text-ink focus-visible:opacity-100 group-focus-within/value:opacity-100 group-hover/value:opacity-100 pointer-coarse:opacity-100',
            state === 'not' ? 'text-block-text' : 'opacity-0',
          )}
        >
          <Ban size={14} aria-hidden />
        </button>
      </Tooltip>
    </li>
  );
}

/** Arrows move from value to value; Tab leaves the facet by way of its buttons. */
function moveBetween(event: KeyboardEvent<HTMLUListElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-facet-value]')];
  const at = buttons.findIndex((button) => button.closest('li')?.contains(document.activeElement));
  const next = buttons[at + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

type SearchProps = {
  label: string;
  typed: string;
  onType: (typed: string) => void;
  /** Takes what was typed as the whole value; absent where values have ids. */
  onWhole: ((value: string) => void) | null;
  hasMore: boolean;
};

function FacetSearch({ label, typed, onType, onWhole, hasMore }: SearchProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const value = typed.trim();
    if (value === '' || !onWhole) return;
    onWhole(value);
    onType('');
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-1 px-1 pb-1">
      <Input
        compact
        icon={Search}
        type="search"
        aria-label={`Search ${label.toLowerCase()} values`}
        placeholder={hasMore ? 'More exist: search' : 'Search'}
        value={typed}
        onChange={(event) => onType(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      {typed.trim() !== '' && hasMore && onWhole ? (
        <p className="text-ink-3 text-xs">
          Only the 20 most frequent are listed; Enter filters by what is typed.
        </p>
      ) : null}
    </form>
  );
}

/** One field: its values with their counts, counted as if it were not filtered by. */
export function FacetSection({ name, facet, estimated, exact }: FacetSectionProps) {
  const [typed, setTyped] = useState('');
  const [isWhole, setWhole] = useState(false);
  const label = FACET_LABELS[name];
  const values = facetValues(name, facet, exact.filters);
  const found = searchValues(values, typed);
  const shown = isWhole || typed !== '' ? found : found.filter(({ state }, i) => i < SHOWN || state !== null);
  const whole = name === 'name' || name === 'category';
  return (
    <section aria-label={label} className="flex flex-col">
      <h2 className="px-2 py-1 font-medium text-ink-2 text-xs">{label}</h2>
      {facet && (values.length > SHOWN || facet.more) ? (
        <FacetSearch
          label={label}
          typed={typed}
          onType={setTyped}
          onWhole={whole ? (value) => exact.add({ key: name, value }) : null}
          hasMore={facet.more}
        />
      ) : null}
      <ul onKeyDown={moveBetween} className="flex flex-col">
        {shown.map((one) => (
          <FacetRow key={one.value} name={name} one={one} estimated={estimated} exact={exact} />
        ))}
      </ul>
      {facet === null ? (
        <p className="px-2 text-ink-3 text-xs">Took too long to count; a narrower range helps.</p>
      ) : shown.length === 0 ? (
        <p className="px-2 text-ink-3 text-xs">
          {typed === '' ? 'No values' : 'No value with these letters'}
        </p>
      ) : null}
      {typed === '' && found.length > SHOWN ? (
        <Button size="sm" variant="ghost" className="self-start" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show ${found.length - shown.length} more`}
        </Button>
      ) : null}
    </section>
  );
}
