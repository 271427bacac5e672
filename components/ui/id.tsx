'use client';

import { cutMiddle } from '#lib/format/cut-middle.ts';
import { CopyButton } from './copy-button.tsx';
import { Tooltip } from './tooltip.tsx';

export type IdProps = {
  id: string;
  /** What it is the id of, for the copy button. */
  of?: string | undefined;
  head?: number | undefined;
  tail?: number | undefined;
  /** Not cut: where there is room and it is the subject. */
  full?: boolean | undefined;
};

/** Cut in the middle; whole on hover; a copy button on hover and focus. */
export function Id({ id, of = 'id', head = 8, tail = 4, full = false }: IdProps) {
  const shown = full ? id : cutMiddle(id, head, tail);
  return (
    <span className="group/id inline-flex min-w-0 items-center gap-0.5 align-middle">
      <Tooltip content={shown === id ? null : <span className="break-all font-mono">{id}</span>}>
        <span className={full ? 'break-all font-mono text-xs' : 'whitespace-nowrap font-mono text-xs'}>
          {shown}
        </span>
      </Tooltip>
      <CopyButton
        text={id}
        label={`Copy ${of}`}
        className="-my-1 size-6 opacity-0 focus-visible:opacity-100 group-hover/id:opacity-100 pointer-coarse:opacity-100"
      />
    </span>
  );
}
