import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { formatCompact, formatNumber } from '#lib/format/format-number.ts';

/** 1,204, or ≈ 1.2M when it was counted from a part. */
export const aboutEvents = (events: number, estimated: boolean): string =>
  estimated && events > 0 ? `≈ ${formatCompact(events)}` : formatNumber(events);

const CELL = 'border-b px-2 first:pl-4 last:pr-4 sm:px-3';

export function HeadCell({ right = false, children, className }: CellProps) {
  return (
    <th
      scope="col"
      className={clsx(
        CELL,
        'h-control-sm whitespace-nowrap font-medium text-ink-2 text-xs',
        right ? 'text-right' : 'text-left',
        className,
      )}
    >
      {children}
    </th>
  );
}

type CellProps = { right?: boolean; children: ReactNode; className?: string };

export function Cell({ right = false, children, className }: CellProps) {
  return (
    <td className={clsx(CELL, 'figures h-row', right && 'whitespace-nowrap text-right', className)}>
      {children}
    </td>
  );
}

/** The rows of a figure table; it has its own edges. */
export function FigureTable({
  label,
  head,
  children,
}: {
  label: string;
  head: ReactNode;
  children: ReactNode;
}) {
  return (
    <table
      aria-label={label}
      className="w-full border-separate border-spacing-0 text-sm [&_tbody_tr:hover]:bg-hover [&_tbody_tr:last-child>*]:border-b-0"
    >
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
