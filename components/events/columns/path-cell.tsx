import { clsx } from 'clsx';
import { splitMasked } from '#components/ui/json-rows.ts';
import { type PathValue, valueFilter, valueText } from './path-values.ts';
import { ValueTrigger } from './value-menu.tsx';

const TONES: Readonly<Record<string, string>> = { number: 'figures', boolean: 'text-withheld-text' };

/** `isAwaited`: the event arrived a moment ago, and its values come with the next look at the list. */
export type PathCellProps = PathValue & { isAwaited: boolean };

/** A value of the content in its column: masked spans look masked, what was cut says so. */
export function PathCell({ path, value, isCut, isAwaited }: PathCellProps) {
  if (value === undefined) return <span className="text-ink-3">{isAwaited ? '…' : '–'}</span>;
  const text = valueText(value);
  const isStructure = typeof value === 'object';
  return (
    <ValueTrigger offer={{ text, filter: valueFilter({ path, value, isCut }) }}>
      <bdi
        title={isCut ? `${text}… (the first 500 characters)` : text}
        className={clsx(
          'block max-w-(--cell-room,14rem) truncate max-sm:max-w-(--cell-room,9rem)',
          isStructure ? 'font-mono text-ink-3 text-xs' : TONES[typeof value],
        )}
      >
        {splitMasked(text).map((piece, index) =>
          piece.masked ? (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
              key={index}
              className="rounded-badge bg-redact-soft px-1 text-redact-text"
            >
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        )}
        {text === '' ? <span className="text-ink-3">empty</span> : null}
        {isCut ? '…' : null}
      </bdi>
    </ValueTrigger>
  );
}
