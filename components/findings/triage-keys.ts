'use client';

import { useShortcut } from '#components/ui/shortcuts.ts';
import type { Decision } from './use-triage.ts';

const SCOPE = 'Triage';

export const DECISIONS = [
  { key: 'f', label: 'False positive', decision: { state: 'closed', reason: 'false_positive' } },
  {
    key: 'Shift+F',
    label: 'False positive, exclude from now on',
    decision: { state: 'closed', reason: 'false_positive', exclude: { expires_at: null } },
  },
  { key: 'r', label: 'Remediated', decision: { state: 'closed', reason: 'remediated' } },
  { key: 'a', label: 'Accept risk', decision: { state: 'closed', reason: 'accepted_risk' } },
  { key: 'e', label: 'Used in tests', decision: { state: 'closed', reason: 'used_in_tests' } },
  { key: 'i', label: 'Take into review', decision: { state: 'in_review', reason: null } },
  { key: 'n', label: 'Open again', decision: { state: 'open', reason: null } },
] as const satisfies readonly { key: string; label: string; decision: Decision }[];

export type Choice = (typeof DECISIONS)[number];

export type TriageKeys = {
  onDecide: (decision: Decision) => void;
  onUndo: () => void;
  onSelect: () => void;
  enabled: boolean;
};

/** The keys of a reviewer, who then needs no mouse. */
export function useTriageKeys({ onDecide, onUndo, onSelect, enabled }: TriageKeys): void {
  for (const { key, label, decision } of DECISIONS) {
    // biome-ignore lint/correctness/useHookAtTopLevel: the list never changes
    useShortcut({ keys: key, label, scope: SCOPE }, () => onDecide(decision), enabled);
  }
  useShortcut({ keys: 'u', label: 'Take the last decision back', scope: SCOPE }, onUndo, enabled);
  useShortcut({ keys: 'x', label: 'Select row', scope: 'List' }, onSelect, enabled);
}
