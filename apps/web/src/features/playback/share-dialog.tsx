import type { VideoDetail } from '@kinora/sdk';
import { Button, Dialog, Field, useToast } from '@kinora/ui';
import { CopySimpleIcon } from '@phosphor-icons/react/dist/csr/CopySimple';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { copyText } from '../../app/copy-text.ts';
import { formatTime, parseTime } from './player-parts.ts';
import { shareLink } from './share-link.ts';

export function ShareDialog({ video, atS, onClose }: { video: VideoDetail; atS: number; onClose: () => void }) {
  const t = useTranslations('watch');
  const app = useTranslations('app');
  const toast = useToast();
  const [withStart, setWithStart] = useState(false);
  const [start, setStart] = useState(formatTime(atS));
  const seconds = parseTime(start);
  const link = shareLink(location.origin, video.id, withStart ? seconds : null);
  const wrong = withStart && seconds === null;
  const copy = async () => {
    await copyText(link);
    toast({ text: app('copied') });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('shareTitle')} closeLabel={app('close')} wide>
      <div className="flex flex-col gap-5">
        {video.visibility === 'private' && <p className="text-14 text-text-2">{t('sharePrivate')}</p>}
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <Field
              label={t('link')}
              readOnly
              value={link}
              dir="ltr"
              onFocus={(event) => event.currentTarget.select()}
            />
          </div>
          <Button
            variant="ink"
            className="h-11"
            icon={<CopySimpleIcon size={18} aria-hidden />}
            offReason={wrong ? t('startAtWrong') : null}
            onClick={() => void copy()}
          >
            {app('copy')}
          </Button>
        </div>
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
      </div>
    </Dialog>
  );
}
