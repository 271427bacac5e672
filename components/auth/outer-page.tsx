import type { ReactNode } from 'react';
import { Mark } from '#components/shell/mark.tsx';

/** Outside the frame: nothing found, or nothing that could be drawn. */
export function OuterPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[16dvh] pb-12">
      <div className="flex w-full max-w-80 flex-col items-start gap-4">
        <Mark className="size-8 text-accent" />
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        {children}
      </div>
    </main>
  );
}
