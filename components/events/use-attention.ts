'use client';

import { type RefObject, useEffect, useState } from 'react';

const IDLE_MS = 10 * 60_000;

/** False once nobody has touched the page for ten minutes; `wake` begins anew. */
export function useIdle(): { isIdle: boolean; wake: () => void } {
  const [touch, setTouch] = useState({ at: 0, isIdle: false });
  useEffect(() => {
    if (touch.isIdle) return;
    let timer = setTimeout(rest, IDLE_MS);
    function rest() {
      setTouch((now) => ({ ...now, isIdle: true }));
    }
    const awake = () => {
      clearTimeout(timer);
      timer = setTimeout(rest, IDLE_MS);
    };
    const signs = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;
    for (const sign of signs) window.addEventListener(sign, awake, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, awake);
    };
  }, [touch]);
  return { isIdle: touch.isIdle, wake: () => setTouch(({ at }) => ({ at: at + 1, isIdle: false })) };
}

/** Whether the page is in front of somebody. */
export function useVisible(): boolean {
  const [isVisible, setVisible] = useState(true);
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible');
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isVisible;
}

const ROW = '[data-row-id]';
const SCROLLED_PX = 8;

type Attention = { scrolled: boolean; pointed: boolean; selected: boolean };

const NOBODY: Attention = { scrolled: false, pointed: false, selected: false };

function lookAt(list: HTMLElement): Attention {
  const table = list.querySelector('table');
  const isScrolled = (table?.parentElement?.scrollTop ?? 0) > SCROLLED_PX;
  const isAway = (table?.getBoundingClientRect().top ?? 0) < 0;
  const selection = window.getSelection();
  const selected = Boolean(selection && !selection.isCollapsed && list.contains(selection.anchorNode));
  const focused =
    document.activeElement?.matches(`${ROW} :focus-visible`) && list.contains(document.activeElement);
  return { scrolled: isScrolled || isAway, pointed: Boolean(focused), selected };
}

/** Why the rows should not move under the reader just now; null when they may. */
export function useAttention(list: RefObject<HTMLElement | null>): string | null {
  const [attention, setAttention] = useState(NOBODY);
  useEffect(() => {
    const { current } = list;
    if (!current) return;
    let hovered = false;
    const look = () => {
      const next = lookAt(current);
      const pointed = next.pointed || hovered;
      setAttention((now) =>
        now.scrolled === next.scrolled && now.pointed === pointed && now.selected === next.selected
          ? now
          : { ...next, pointed },
      );
    };
    // A pointer that lies there while rows slide under it points at nothing.
    const point = (event: PointerEvent) => {
      hovered = event.pointerType === 'mouse' && Boolean((event.target as Element).closest(ROW));
      look();
    };
    const leave = () => {
      hovered = false;
      look();
    };
    current.addEventListener('pointermove', point);
    current.addEventListener('pointerleave', leave);
    current.addEventListener('scroll', look, { capture: true, passive: true });
    current.addEventListener('focusin', look);
    current.addEventListener('focusout', look);
    window.addEventListener('scroll', look, { passive: true });
    document.addEventListener('selectionchange', look);
    return () => {
      current.removeEventListener('pointermove', point);
      current.removeEventListener('pointerleave', leave);
      current.removeEventListener('scroll', look, { capture: true });
      current.removeEventListener('focusin', look);
      current.removeEventListener('focusout', look);
      window.removeEventListener('scroll', look);
      document.removeEventListener('selectionchange', look);
    };
  }, [list]);
  if (attention.selected) return 'Text is selected';
  if (attention.scrolled) return 'The list is scrolled';
  return attention.pointed ? 'A row is pointed at' : null;
}
