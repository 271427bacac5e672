'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';
import type { ButtonSize } from './button-class.ts';

/** Copies and says so for a moment. False when the browser refused. */
export function useCopy(): { copied: boolean; copy: (text: string) => Promise<boolean> } {
  const [copiedAt, setCopiedAt] = useState(0);
  useEffect(() => {
    if (copiedAt === 0) return;
    const timer = setTimeout(() => setCopiedAt(0), 1600);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return false;
    }
    setCopiedAt(Date.now());
    return true;
  };
  return { copied: copiedAt > 0, copy };
}

export type CopyButtonProps = {
  text: string;
  /** What is copied: "Copy id". */
  label: string;
  /** Shows the label, not only the icon. */
  wide?: boolean | undefined;
  /** Of the wide one. */
  size?: ButtonSize | undefined;
  className?: string | undefined;
};

export function CopyButton({ text, label, wide = false, size = 'sm', className }: CopyButtonProps) {
  const { copied, copy } = useCopy();
  const icon = copied ? Check : Copy;
  const shown = copied ? 'Copied' : label;
  return (
    <>
      {wide ? (
        <Button size={size} icon={icon} className={className} onClick={() => copy(text)}>
          {shown}
        </Button>
      ) : (
        <IconButton size="sm" icon={icon} label={shown} className={className} onClick={() => copy(text)} />
      )}
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}
