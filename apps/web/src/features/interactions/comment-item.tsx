import type { Comment, VideoDetail } from '@kinora/sdk';
import { Avatar, Button, classNames, IconButton, useToast } from '@kinora/ui';
import { HeartIcon } from '@phosphor-icons/react/dist/csr/Heart';
import { PushPinIcon } from '@phosphor-icons/react/dist/csr/PushPin';
import { ThumbsDownIcon } from '@phosphor-icons/react/dist/csr/ThumbsDown';
import { ThumbsUpIcon } from '@phosphor-icons/react/dist/csr/ThumbsUp';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import { copyText } from '../../app/copy-text.ts';
import { useFormats } from '../../app/format.ts';
import { useLogInFirst } from '../identity/use-log-in-first.ts';
import { CommentForm } from './comment-form.tsx';
import { CommentMenu } from './comment-menu.tsx';
import { CommentText } from './comment-text.tsx';
import { useMyRole } from './my-role.ts';
import { useCommentActions } from './use-comment-actions.ts';
import { isPending } from './use-write-comment.ts';

const ReportDialog = lazy(async () => ({ default: (await import('./report-dialog.tsx')).ReportDialog }));

export interface CommentItemProps {
  comment: Comment;
  video: VideoDetail;
  moderates: boolean;
  onSeek: (seconds: number) => void;
  onReply: () => void;
}

export function CommentItem({ comment, video, moderates, onSeek, onReply }: CommentItemProps) {
  const t = useTranslations('comments');
  const [editing, setEditing] = useState(false);
  const [reporting, setReporting] = useState(false);
  const mayGoOn = useLogInFirst();
  const actions = useCommentActions(comment);
  const { isCreator } = useMyRole(video);
  const toast = useToast();
  const app = useTranslations('app');
  const { author } = comment;
  const name = author?.name ?? t('gone');
  const pending = isPending(comment);
  const copyLink = async () => {
    const url = new URL(`/watch/${video.id}?comment=${comment.id}`, location.href);
    await copyText(url.href);
    toast({ text: app('copied') });
  };
  return (
    <article
      aria-label={t('by', { name })}
      aria-busy={pending || undefined}
      className={classNames('flex gap-3', pending && 'opacity-60')}
    >
      <AuthorLink author={author}>
        <Avatar name={name} url={author?.avatarUrl ?? null} size={comment.parentId === null ? 36 : 28} />
      </AuthorLink>
      <div className="flex min-w-0 flex-1 flex-col">
        {comment.pinned && (
          <p className="flex items-center gap-1.5 text-12 text-text-2">
            <PushPinIcon size={14} aria-hidden />
            {t('pinnedBy', { name: video.channel.name })}
          </p>
        )}
        <Head comment={comment} name={name} />
        {editing ? (
          <CommentForm
            label={t('editLabel')}
            submitLabel={t('save')}
            initial={comment.text}
            autoFocus
            onSubmit={actions.edit}
            onClose={() => setEditing(false)}
          />
        ) : (
          <CommentText
            text={comment.text}
            mentions={comment.mentions}
            durationS={(video.durationMs ?? 0) / 1000}
            onSeek={onSeek}
          />
        )}
        {comment.state !== 'shown' && (
          <p className="mt-1 text-13 text-text-2">{t(comment.state === 'held' ? 'held' : 'removed')}</p>
        )}
        {!editing && !pending && (
          <div className="-ms-2 flex items-center gap-0.5">
            {comment.state === 'shown' && <Reactions comment={comment} actions={actions} />}
            {comment.state === 'shown' && (
              <Button
                variant="ghost"
                size="small"
                className="h-10"
                onClick={onReply}
                aria-label={t('replyTo', { name })}
              >
                {t('reply')}
              </Button>
            )}
            {comment.hearted && (
              <span
                role="img"
                aria-label={t('heartedBy', { name: video.channel.name })}
                title={t('heartedBy', { name: video.channel.name })}
                className="relative ms-1 inline-flex"
              >
                <Avatar name={video.channel.name} url={video.channel.avatarUrl} size={20} />
                <HeartIcon size={12} weight="fill" className="absolute -end-1.5 -bottom-0.5 text-live" aria-hidden />
              </span>
            )}
          </div>
        )}
      </div>
      {!pending && !editing && (
        <CommentMenu
          comment={comment}
          actions={actions}
          isCreator={isCreator}
          moderates={moderates}
          onEdit={() => setEditing(true)}
          onCopyLink={() => void copyLink()}
          onReport={() => mayGoOn() && setReporting(true)}
        />
      )}
      {reporting && (
        <Suspense fallback={null}>
          <ReportDialog
            thing={{ kind: 'comment', id: comment.id }}
            videoId={video.id}
            onClose={() => setReporting(false)}
          />
        </Suspense>
      )}
    </article>
  );
}

function AuthorLink({ author, children }: { author: Comment['author']; children: React.ReactNode }) {
  if (!author) return <span className="self-start">{children}</span>;
  return (
    <Link
      to="/@{$handle}"
      params={{ handle: author.handle }}
      className="self-start rounded-full"
      tabIndex={-1}
      aria-hidden
    >
      {children}
    </Link>
  );
}

function Head({ comment, name }: { comment: Comment; name: string }) {
  const t = useTranslations('comments');
  const formats = useFormats();
  const { author } = comment;
  const pill = classNames(
    'min-w-0 truncate rounded-xs text-13 font-semibold',
    comment.byCreator && 'rounded-full bg-surface-3 px-2',
  );
  return (
    <p className="flex min-h-5 flex-wrap items-center gap-x-2 text-13">
      {author ? (
        <Link to="/@{$handle}" params={{ handle: author.handle }} className={classNames(pill, 'hover:underline')}>
          <bdi>{name}</bdi>
          {comment.byCreator && <span className="sr-only"> {t('creator')}</span>}
        </Link>
      ) : (
        <span className={pill}>{name}</span>
      )}
      <time dateTime={comment.createdAt} className="text-text-3">
        {formats.age(comment.createdAt)}
        {comment.editedAt && ` ${t('edited')}`}
      </time>
    </p>
  );
}

function Reactions({ comment, actions }: { comment: Comment; actions: ReturnType<typeof useCommentActions> }) {
  const t = useTranslations('comments');
  const formats = useFormats();
  const mayGoOn = useLogInFirst();
  const mine = comment.myReaction;
  const press = (which: 'like' | 'dislike') => {
    if (mayGoOn()) void actions.react(mine === which ? null : which);
  };
  return (
    <>
      <Button
        variant="ghost"
        size="small"
        className="h-10 gap-1.5 px-2.5"
        aria-pressed={mine === 'like'}
        aria-label={t('like', { count: comment.likes, shown: formats.count(comment.likes) })}
        onClick={() => press('like')}
        icon={
          <ThumbsUpIcon
            key={String(mine === 'like')}
            size={16}
            weight={mine === 'like' ? 'fill' : 'regular'}
            className={mine === 'like' ? 'pop' : undefined}
            aria-hidden
          />
        }
      >
        <span className="tabular">{comment.likes > 0 ? formats.count(comment.likes) : ''}</span>
      </Button>
      <IconButton label={t('dislike')} aria-pressed={mine === 'dislike'} onClick={() => press('dislike')}>
        <ThumbsDownIcon size={16} weight={mine === 'dislike' ? 'fill' : 'regular'} aria-hidden />
      </IconButton>
    </>
  );
}
