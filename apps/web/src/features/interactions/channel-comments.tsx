import type { ChannelCommentFilter, ModeratedComment } from '@kinora/sdk';
import { Avatar, Button, EmptyState, ErrorState, Skeleton, useToast } from '@kinora/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { useNearEnd } from '../../app/use-near-end.ts';
import { flatten } from '../videos/queries.ts';
import { CommentForm } from './comment-form.tsx';
import { CommentText } from './comment-text.tsx';
import { readChannelCommentsAgain, useChannelComments } from './studio-queries.ts';

/** What was said in a channel, to answer and to look after. */
export function ChannelComments({ filter }: { filter: ChannelCommentFilter }) {
  const t = useTranslations('studioComments');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const query = useChannelComments(filter);
  const end = useNearEnd(() => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }, query.hasNextPage);
  const comments = flatten<ModeratedComment>(query.data);
  if (query.isError && comments.length === 0) {
    return (
      <ErrorState
        title={t('errorTitle')}
        text={describe(query.error)}
        action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
      />
    );
  }
  if (query.isSuccess && comments.length === 0) {
    const kind = filter.q ? 'nothingFound' : filter.state === 'held' ? 'nothingHeld' : 'nothing';
    return <EmptyState title={t(`${kind}Title`)} text={t(`${kind}Text`)} />;
  }
  return (
    <>
      <ul className="flex flex-col divide-y divide-line" aria-busy={query.isPending || undefined}>
        {comments.map((comment) => (
          <li key={comment.id} className="py-4">
            <Row comment={comment} />
          </li>
        ))}
        {(query.isPending || query.isFetchingNextPage) &&
          [0, 1, 2].map((box) => (
            <li key={box} aria-hidden className="flex gap-3 py-4">
              <Skeleton className="size-9 rounded-full" />
              <Skeleton className="h-16 flex-1" />
            </li>
          ))}
      </ul>
      <div ref={end} className="h-px" />
    </>
  );
}

function Row({ comment }: { comment: ModeratedComment }) {
  const t = useTranslations('studioComments');
  const comments = useTranslations('comments');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const formats = useFormats();
  const toast = useToast();
  const [answering, setAnswering] = useState(false);
  const [busy, setBusy] = useState(false);
  const name = comment.author?.name ?? comments('gone');
  const run = async (work: () => Promise<unknown>, said?: { text: string; undo: () => Promise<unknown> }) => {
    setBusy(true);
    try {
      await work();
      await readChannelCommentsAgain();
      const undo = said && { label: app('undo'), run: () => void run(said.undo) };
      if (said && undo) toast({ text: said.text, action: undo });
    } catch (error) {
      toast({ text: describe(error), error: true });
    } finally {
      setBusy(false);
    }
  };
  const approve = () => client.comments.approve(comment.id);
  const remove = () => client.comments.remove(comment.id);
  const answer = async (text: string) => {
    await client.comments.write(comment.videoId, { text, parentId: comment.id, key: crypto.randomUUID() });
    await readChannelCommentsAgain();
    toast({ text: t('answered') });
  };
  return (
    <article aria-label={comments('by', { name })} className="flex gap-3">
      <Avatar name={name} url={comment.author?.avatarUrl ?? null} size={36} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-2 text-13">
          <bdi className="font-semibold">{name}</bdi>
          <time dateTime={comment.createdAt} className="text-text-3">
            {formats.age(comment.createdAt)}
          </time>
          {comment.state !== 'shown' && (
            <span className="rounded-xs bg-surface-3 px-1.5 text-12 font-semibold">
              {comment.heldFor ? t(`heldFor.${comment.heldFor}`) : t('removed')}
            </span>
          )}
        </p>
        <CommentText text={comment.text} mentions={comment.mentions} durationS={0} />
        <p className="truncate text-13 text-text-2">
          {comment.video ? (
            <Link
              to="/watch/$videoId"
              params={{ videoId: comment.video.id }}
              search={{ comment: comment.id }}
              className="rounded-xs hover:underline"
            >
              <bdi>{comment.video.title}</bdi>
            </Link>
          ) : (
            t('videoGone')
          )}
        </p>
        <div className="flex flex-wrap gap-2 pt-1">
          {comment.state !== 'shown' && (
            <Button variant="tonal" busy={busy} onClick={() => void run(approve)}>
              {comments('approve')}
            </Button>
          )}
          {comment.state === 'shown' && !answering && (
            <Button variant="tonal" onClick={() => setAnswering(true)}>
              {comments('reply')}
            </Button>
          )}
          {comment.state !== 'removed' && !comment.mine && (
            <Button
              variant="ghost"
              busy={busy}
              onClick={() => void run(remove, { text: comments('takenAway'), undo: approve })}
            >
              {comments('takeAway')}
            </Button>
          )}
          {!comment.mine && !comment.byCreator && (
            <Button
              variant="ghost"
              busy={busy}
              onClick={() =>
                void run(async () => {
                  await client.comments.blockAuthor(comment.id);
                  toast({ text: comments('blocked', { name }) });
                })
              }
            >
              {comments('block')}
            </Button>
          )}
        </div>
        {answering && (
          <CommentForm
            label={comments('replyLabel', { name })}
            submitLabel={comments('replySend')}
            autoFocus
            onSubmit={answer}
            onClose={() => setAnswering(false)}
          />
        )}
      </div>
    </article>
  );
}
