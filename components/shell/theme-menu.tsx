'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { buttonClass } from '#components/ui/button-class.ts';
import { Menu } from '#components/ui/menu.tsx';
import { useStored } from '#components/ui/stored-state.ts';
import { THEME_KEY, type ThemeChoice } from './theme.ts';

const CHOICES: readonly { value: ThemeChoice; label: string; icon: typeof Sun }[] = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'As the system', icon: Monitor },
];

export function ThemeMenu() {
  const [choice, setChoice] = useStored(THEME_KEY, 'system');
  const Icon = CHOICES.find((one) => one.value === choice)?.icon ?? Monitor;
  return (
    <Menu
      trigger={
        <button type="button" aria-label="Theme" className={buttonClass('ghost', { square: true })}>
          <Icon size={16} aria-hidden />
        </button>
      }
      groups={[
        {
          label: 'Theme',
          items: CHOICES.map((one) => ({
            label: one.label,
            icon: one.icon,
            checked: one.value === choice,
            onSelect: () => {
              setChoice(one.value);
              window.dispatchEvent(new Event('themechange'));
            },
          })),
        },
      ]}
    />
  );
}
