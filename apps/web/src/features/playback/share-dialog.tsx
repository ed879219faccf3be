import type { VideoDetail } from '@kinora/sdk';
import { Dialog } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { CopyField } from '../../app/copy-field.tsx';
import { EmbedCode } from './embed-code.tsx';
import { formatTime, parseTime } from './player-parts.ts';
import { shareLink } from './share-link.ts';

export function ShareDialog({ video, atS, onClose }: { video: VideoDetail; atS: number; onClose: () => void }) {
  const t = useTranslations('watch');
  const app = useTranslations('app');
  const [withStart, setWithStart] = useState(false);
  const [start, setStart] = useState(formatTime(atS));
  const seconds = parseTime(start);
  const link = shareLink(location.origin, video.id, withStart ? seconds : null);
  const wrong = withStart && seconds === null;
  return (
    <Dialog open onClose={onClose} title={t('shareTitle')} closeLabel={app('close')} wide>
      <div className="flex flex-col gap-5">
        {video.visibility === 'private' && <p className="text-14 text-text-2">{t('sharePrivate')}</p>}
        <CopyField
          label={t('link')}
          value={link}
          copy={app('copy')}
          copied={app('copied')}
          offReason={wrong ? t('startAtWrong') : null}
          onCopied={onClose}
        />
        <div className="flex flex-wrap items-center gap-3">
          <label className="flex h-10 items-center gap-2.5 text-15">
            <input
              type="checkbox"
              checked={withStart}
              onChange={(event) => setWithStart(event.currentTarget.checked)}
              className="size-5"
            />
            {t('startAt')}
          </label>
          <input
            type="text"
            inputMode="numeric"
            aria-label={t('startAtHint')}
            aria-invalid={wrong || undefined}
            value={start}
            onChange={(event) => {
              setStart(event.currentTarget.value);
              setWithStart(true);
            }}
            className={`tabular h-10 w-24 rounded-sm border bg-bg px-3 text-15 ${wrong ? 'border-danger' : 'border-line-ctl'}`}
          />
          {wrong && (
            <span role="alert" className="text-13 text-danger">
              {t('startAtWrong')}
            </span>
          )}
        </div>
        {video.visibility !== 'private' && <EmbedCode video={video} startS={withStart ? seconds : null} />}
      </div>
    </Dialog>
  );
}
