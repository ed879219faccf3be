import { Button, IconButton } from '@kinora/ui';
import { ThumbsDownIcon } from '@phosphor-icons/react/dist/csr/ThumbsDown';
import { ThumbsUpIcon } from '@phosphor-icons/react/dist/csr/ThumbsUp';
import { useTranslations } from 'use-intl';
import { useFormats } from '../../app/format.ts';
import { useLogInFirst } from '../identity/use-log-in-first.ts';
import { useReact, useReactions } from './queries.ts';

/** Like with its count, and dislike; one of them at a time, and each takes itself back. */
export function ReactionButtons({ videoId }: { videoId: string }) {
  const t = useTranslations('reactions');
  const formats = useFormats();
  const { data } = useReactions(videoId);
  const react = useReact(videoId);
  const mayGoOn = useLogInFirst();
  const mine = data?.mine ?? null;
  const likes = data?.likes ?? 0;
  const press = (which: 'like' | 'dislike') => {
    if (mayGoOn()) react.mutate(mine === which ? null : which);
  };
  return (
    <div className="flex gap-1">
      <Button
        variant="tonal"
        aria-pressed={mine === 'like'}
        aria-label={t('like', { count: likes, shown: formats.count(likes) })}
        onClick={() => press('like')}
        className="min-w-19"
        icon={
          <ThumbsUpIcon
            key={String(mine === 'like')}
            size={20}
            weight={mine === 'like' ? 'fill' : 'regular'}
            className={mine === 'like' ? 'pop' : undefined}
            aria-hidden
          />
        }
      >
        <span className="tabular">{formats.count(likes)}</span>
      </Button>
      <IconButton label={t('dislike')} tonal aria-pressed={mine === 'dislike'} onClick={() => press('dislike')}>
        <ThumbsDownIcon size={20} weight={mine === 'dislike' ? 'fill' : 'regular'} aria-hidden />
      </IconButton>
    </div>
  );
}
