import { clsx } from 'clsx';
import { type ReactNode, useId } from 'react';

export type PanelProps = {
  title?: ReactNode;
  /** What the panel shows and over which time, in few words. */
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** The content brings its own edges: tables, charts. */
  flush?: boolean | undefined;
  className?: string | undefined;
};

export function Panel({ title, note, actions, children, flush = false, className }: PanelProps) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={title ? headingId : undefined}
      className={clsx('flex min-w-0 flex-col overflow-clip rounded-panel border bg-panel', className)}
    >
      {title ? (
        <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 px-4 pt-3 pb-1">
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <h2 id={headingId} className="font-semibold text-base">
              {title}
            </h2>
            {note ? <p className="text-ink-3 text-xs">{note}</p> : null}
          </div>
          {actions ? <div className="flex items-center gap-1">{actions}</div> : null}
        </header>
      ) : null}
      <div className={clsx('min-w-0 flex-1', !flush && 'px-4 pt-2 pb-4')}>{children}</div>
    </section>
  );
}

/** Names on the left, values on the right: the facts of one thing. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1">{children}</dl>;
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3 text-sm leading-6">{name}</dt>
      <dd className="flex min-h-6 min-w-0 flex-wrap items-center gap-1 break-words text-sm">{children}</dd>
    </>
  );
}
