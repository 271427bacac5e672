'use client';

import { useCopy } from '#components/ui/copy-button.tsx';
import { notifyDone, notifyFailed } from '#components/ui/toast.tsx';

/** Copies and says what was copied: for menus, which close before a button could say so. */
export function useCopies(): (what: string, text: string) => void {
  const { copy } = useCopy();
  return (what, text) => {
    void copy(text).then((done) =>
      done
        ? notifyDone(`${what} copied`)
        : notifyFailed(`${what} not copied`, new Error('The browser refused.')),
    );
  };
}
