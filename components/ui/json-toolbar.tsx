'use client';

import { ChevronsDownUp, ChevronsUpDown, Search } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { formatCount, formatNumber } from '#lib/format/format-number.ts';
import { IconButton } from './button.tsx';
import { Input } from './input.tsx';

export type JsonToolbarProps = {
  label: string;
  sought: string;
  onSeek: (text: string) => void;
  found: number;
  /** There may be more than were counted. */
  isCut: boolean;
  onNext: () => void;
  onFold: (open: boolean) => void;
  children: ReactNode;
};

function foundText(found: number, isCut: boolean): string {
  if (found === 0) return 'Not found';
  return isCut ? `${formatNumber(found)} or more` : formatCount(found, 'match', 'matches');
}

/** Search within a document, Enter for the next match; fold and unfold all of it. */
export function JsonToolbar(props: JsonToolbarProps) {
  const { label, sought, onSeek, found, isCut, onNext, onFold, children } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      onNext();
    } else if (event.key === 'Escape' && sought !== '') {
      // The first Escape takes back the search, the next one is for whatever this stands in.
      event.preventDefault();
      event.stopPropagation();
      onSeek('');
    }
  };
  return (
    <div className="flex items-center gap-1 border-b p-1">
      <div className="min-w-0 flex-1">
        <Input
          compact
          icon={Search}
          type="search"
          aria-label={`Search in ${label.charAt(0).toLowerCase()}${label.slice(1)}`}
          placeholder="Search names and values"
          autoComplete="off"
          spellCheck={false}
          value={sought}
          onChange={(event) => onSeek(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <span role="status" className="figures shrink-0 px-1 text-ink-3 text-xs">
        {sought.trim() === '' ? '' : foundText(found, isCut)}
      </span>
      <IconButton size="sm" icon={ChevronsUpDown} label="Unfold all" onClick={() => onFold(true)} />
      <IconButton size="sm" icon={ChevronsDownUp} label="Fold all" onClick={() => onFold(false)} />
      {children}
    </div>
  );
}
