import { type ReactNode, useId } from 'react';

export type EventSectionProps = {
  title: string;
  /** How many there are, or what is shown. */
  note?: ReactNode;
  children: ReactNode;
};

/** A titled part of an event's details. */
export function EventSection({ title, note, children }: EventSectionProps) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className="flex min-w-0 flex-col gap-2">
      <div className="flex items-baseline gap-2">
        <h3 id={headingId} className="font-semibold text-base">
          {title}
        </h3>
        {note ? <span className="text-ink-3 text-xs">{note}</span> : null}
      </div>
      {children}
    </section>
  );
}
