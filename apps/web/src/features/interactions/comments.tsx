import type { CommentSort, VideoDetail } from '@kinora/sdk';
import { Avatar, Button, buttonClass, ErrorState, Segments, Skeleton } from '@kinora/ui';
import { Link, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { useNearEnd } from '../../app/use-near-end.ts';
import { useSession } from '../../app/use-session.ts';
import { flatten } from '../videos/queries.ts';
import { CommentForm } from './comment-form.tsx';
import { CommentThread } from './comment-thread.tsx';
import { useMyRole } from './my-role.ts';
import { useComments, useLinkedThread } from './queries.ts';
import { useWriteComment } from './use-write-comment.ts';

export interface CommentsProps {
  video: VideoDetail;
  /** That an address leads to. */
  linked?: string | undefined;
  onSeek: (seconds: number) => void;
}

/** All that is said about a video, with a field to say more. */
export function Comments({ video, linked, onSeek }: CommentsProps) {
  const t = useTranslations('comments');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const formats = useFormats();
  const [sort, setSort] = useState<CommentSort>('top');
  const query = useComments(video.id, sort);
  const led = useLinkedThread(video.id, linked).data;
  const end = useNearEnd(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }, query.hasNextPage);
  const [first] = query.data?.pages ?? [];
  const threads = flatten(query.data).filter(({ id }) => id !== led?.id);
  const moderates = first?.moderates ?? false;
  const mayWrite = (first?.commentsAllowed ?? true) || moderates;
  if (query.isError && !first) {
    return (
      <ErrorState
        title={t('errorTitle')}
        text={describe(query.error)}
        action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
      />
    );
  }
  const each = { video, moderates, mayWrite, onSeek };
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="tabular text-18 font-semibold">
          {first ? t('count', { count: first.total, shown: formats.number(first.total) }) : t('title')}
        </h2>
        {(first?.total ?? 0) > 1 && (
          <Segments
            label={t('sort')}
            value={sort}
            onChange={setSort}
            options={[
              { value: 'top', label: t('top') },
              { value: 'newest', label: t('newest') },
            ]}
          />
        )}
      </div>
      {first &&
        (mayWrite ? (
          <Write video={video} slowModeSeconds={moderates ? 0 : first.slowModeSeconds} />
        ) : (
          <p className="text-14 text-text-2">{t('off')}</p>
        ))}
      <ul className="flex flex-col gap-5" aria-busy={query.isPending || undefined}>
        {led && (
          <li className="rounded-md bg-surface-1 p-3">
            <p className="pb-2 text-12 font-semibold text-text-2">{t('linked')}</p>
            <CommentThread comment={led} opened {...each} />
          </li>
        )}
        {threads.map((comment) => (
          <li key={comment.id}>
            <CommentThread comment={comment} {...each} />
          </li>
        ))}
        {(query.isPending || query.isFetchingNextPage) && [0, 1, 2].map((box) => <Box key={box} />)}
      </ul>
      {first && first.total === 0 && threads.length === 0 && mayWrite && (
        <p className="py-4 text-15 text-text-2">{t('empty')}</p>
      )}
      <div ref={end} className="h-px" />
    </>
  );
}

function Write({ video, slowModeSeconds }: { video: VideoDetail; slowModeSeconds: number }) {
  const t = useTranslations('comments');
  const app = useTranslations('app');
  const session = useSession();
  const { speaker } = useMyRole(video);
  const write = useWriteComment(video);
  const href = useRouterState({ select: (state) => state.location.href });
  if (session.state === 'anonymous') {
    return (
      <p className="flex flex-wrap items-center gap-3 text-14 text-text-2">
        {t('logInFirst')}
        <Link to="/login" search={{ next: href }} className={buttonClass('tonal')}>
          {app('logIn')}
        </Link>
      </p>
    );
  }
  return (
    <div className="flex gap-3">
      <Avatar name={speaker?.name ?? ''} url={speaker?.avatarUrl ?? null} size={36} className="mt-1" />
      <CommentForm
        label={t('write')}
        submitLabel={t('send')}
        hint={slowModeSeconds > 0 ? t('slowMode', { seconds: slowModeSeconds }) : null}
        onSubmit={(text) => write(text)}
      />
    </div>
  );
}

function Box() {
  return (
    <li aria-hidden className="flex gap-3">
      <Skeleton className="size-9 rounded-full" />
      <div className="flex flex-1 flex-col gap-2 pt-1">
        <Skeleton className="h-3.5 w-40" />
        <Skeleton className="h-4 w-11/12" />
      </div>
    </li>
  );
}
