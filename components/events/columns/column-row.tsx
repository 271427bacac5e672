'use client';

import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { IconButton } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/toggles.tsx';

export type ColumnRowProps = {
  name: string;
  /** A place of the content: it is there while it is shown. */
  isPath: boolean;
  isShown: boolean;
  isLocked: boolean;
  isFirst: boolean;
  isLast: boolean;
  onToggle: () => void;
  onMove: (by: 1 | -1) => void;
};

/** One column in the chooser: shown or not, and its place among the others. */
export function ColumnRow(props: ColumnRowProps) {
  const { name, isPath, isShown, isLocked, isFirst, isLast, onToggle, onMove } = props;
  return (
    <li className="flex min-h-8 items-center gap-1">
      <span className="min-w-0 flex-1">
        {isPath ? (
          <bdi title={name} className="block truncate font-mono text-sm">
            {name}
          </bdi>
        ) : (
          <Checkbox
            label={name}
            checked={isShown}
            onChange={onToggle}
            disabledReason={isLocked ? 'Always shown, always first' : null}
          />
        )}
      </span>
      {isShown && !isLocked ? (
        <>
          <IconButton
            size="sm"
            className="size-6"
            icon={ArrowUp}
            label={`Move ${name} to the left`}
            disabledReason={isFirst ? 'It is the first that can be moved' : null}
            onClick={() => onMove(-1)}
          />
          <IconButton
            size="sm"
            className="size-6"
            icon={ArrowDown}
            label={`Move ${name} to the right`}
            disabledReason={isLast ? 'It is the last column' : null}
            onClick={() => onMove(1)}
          />
        </>
      ) : null}
      {isPath ? (
        <IconButton
          size="sm"
          className="size-6"
          icon={X}
          label={`Remove column ${name}`}
          onClick={onToggle}
        />
      ) : null}
    </li>
  );
}
