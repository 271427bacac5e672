import { clsx } from 'clsx';
import Link from 'next/link';
import { Time } from '#components/ui/time.tsx';
import { TONES } from '#components/ui/tones.ts';
import type { RaisedNotice } from '#lib/notices/schema.ts';
import { noticeWord } from './notice-words.ts';

export type NoticeRowProps = { notice: RaisedNotice; isNew: boolean; onFollow: () => void };

export function NoticeRow({ notice, isNew, onFollow }: NoticeRowProps) {
  const { word, tone, icon: Icon } = noticeWord(notice.name);
  const eventHref = `/events/${notice.id}`;
  return (
    <li className="flex min-w-0 gap-2 px-4 py-2">
      <Icon size={16} aria-hidden className={clsx('mt-0.5 shrink-0', TONES[tone].text)} />
      <div className="min-w-0 flex-1">
        <p className="text-sm">
          <Link
            href={notice.link ?? eventHref}
            onClick={onFollow}
            className={clsx(
              'rounded-badge [overflow-wrap:anywhere] hover:underline',
              isNew && 'font-medium text-ink',
            )}
          >
            {notice.title}
          </Link>
        </p>
        <p className="flex flex-wrap items-center gap-x-2 text-ink-3 text-xs">
          <span className={TONES[tone].text}>{word}</span>
          <Time at={notice.at} />
          {notice.link === null ? null : (
            <Link
              href={eventHref}
              onClick={onFollow}
              className="rounded-badge hover:text-ink hover:underline"
            >
              Details
            </Link>
          )}
          {isNew ? <span className="font-medium text-accent-text">New</span> : null}
        </p>
      </div>
    </li>
  );
}
