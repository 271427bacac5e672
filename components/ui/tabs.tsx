'use client';

import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { formatCompact } from '#lib/format/format-number.ts';

export type TabsProps = {
  tabs: readonly { value: string; label: string; count?: number | undefined; content: ReactNode }[];
  value?: string | undefined;
  defaultValue?: string | undefined;
  onChange?: ((value: string) => void) | undefined;
  label: string;
};

export function Tabs({ tabs, value, defaultValue, onChange, label }: TabsProps) {
  return (
    <Base.Root
      {...(value !== undefined ? { value } : { defaultValue: defaultValue ?? tabs[0]?.value ?? null })}
      onValueChange={(next) => {
        if (typeof next === 'string') onChange?.(next);
      }}
    >
      <Base.List aria-label={label} className="relative flex gap-4 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className="flex h-control shrink-0 items-center gap-1.5 rounded-control font-medium text-ink-2 text-sm transition-colors hover:text-ink focus-visible:-outline-offset-2 data-active:text-ink"
          >
            {tab.label}
            {tab.count === undefined ? null : (
              <span className="figures text-ink-3 text-xs">{formatCompact(tab.count)}</span>
            )}
          </Base.Tab>
        ))}
        <Base.Indicator
          data-bar
          className="absolute bottom-0 left-0 h-0.5 w-[var(--active-tab-width)] translate-x-[var(--active-tab-left)] bg-accent transition-[translate,width]"
        />
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className="pt-3 outline-none">
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
