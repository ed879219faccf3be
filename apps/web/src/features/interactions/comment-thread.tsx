import type { Comment, VideoDetail } from '@kinora/sdk';
import { Button, ErrorState, Skeleton } from '@kinora/ui';
import { CaretDownIcon } from '@phosphor-icons/react/dist/csr/CaretDown';
import { CaretUpIcon } from '@phosphor-icons/react/dist/csr/CaretUp';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useDescribeError } from '../../app/describe-error.ts';
import { MoreButton } from '../../app/more-button.tsx';
import { useLogInFirst } from '../identity/use-log-in-first.ts';
import { flatten } from '../videos/queries.ts';
import { CommentForm } from './comment-form.tsx';
import { CommentItem } from './comment-item.tsx';
import { patchComment, useReplies } from './queries.ts';
import { useWriteComment } from './use-write-comment.ts';

export interface CommentThreadProps {
  comment: Comment;
  video: VideoDetail;
  moderates: boolean;
  mayWrite: boolean;
  /** Its answers are shown without being asked for. */
  opened?: boolean;
  onSeek: (seconds: number) => void;
}

/** A comment, and what was answered to it once that is asked for. */
export function CommentThread({ comment, video, moderates, mayWrite, opened = false, onSeek }: CommentThreadProps) {
  const t = useTranslations('comments');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const [open, setOpen] = useState(opened);
  const [answering, setAnswering] = useState<Comment | null>(null);
  const mayGoOn = useLogInFirst();
  const write = useWriteComment(video);
  const query = useReplies(comment, open && comment.replies > 0);
  const replies = flatten(query.data);
  const answer = (to: Comment) => {
    if (!mayWrite || !mayGoOn()) return;
    setOpen(true);
    setAnswering(to);
  };
  const send = async (text: string) => {
    await query.refetch();
    await write(text, comment.id);
    patchComment(comment, (one) => ({ ...one, replies: one.replies + 1 }));
  };
  const each = { video, moderates, onSeek };
  return (
    <div className="flex flex-col gap-1">
      <CommentItem comment={comment} {...each} onReply={() => answer(comment)} />
      <div className="flex flex-col gap-3 ps-12">
        {comment.replies > 0 && (
          <Button
            variant="ghost"
            size="small"
            className="-ms-3 h-10 self-start text-link"
            aria-expanded={open}
            icon={open ? <CaretUpIcon size={16} aria-hidden /> : <CaretDownIcon size={16} aria-hidden />}
            onClick={() => setOpen(!open)}
          >
            {t('replies', { count: comment.replies })}
          </Button>
        )}
        {open && query.isPending && query.isFetching && (
          <div aria-hidden className="flex gap-3">
            <Skeleton className="size-7 rounded-full" />
            <Skeleton className="h-10 flex-1" />
          </div>
        )}
        {open && query.isError && (
          <ErrorState
            title={t('repliesErrorTitle')}
            text={describe(query.error)}
            action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
          />
        )}
        {open && (
          <>
            <ul className="flex flex-col gap-3">
              {replies.map((reply) => (
                <li key={reply.id}>
                  <CommentItem comment={reply} {...each} onReply={() => answer(reply)} />
                </li>
              ))}
            </ul>
            <MoreButton query={query} />
          </>
        )}
        {answering && (
          <CommentForm
            key={answering.id}
            label={t('replyLabel', { name: answering.author?.name ?? t('gone') })}
            submitLabel={t('replySend')}
            initial={answering.parentId === null || !answering.author ? '' : `@${answering.author.handle} `}
            autoFocus
            onSubmit={send}
            onClose={() => setAnswering(null)}
          />
        )}
      </div>
    </div>
  );
}
