import type { VideoDetail } from '@kinora/sdk';
import { Button, Select, TextArea, useToast } from '@kinora/ui';
import { CodeSimpleIcon } from '@phosphor-icons/react/dist/csr/CodeSimple';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { copyText } from '../../app/copy-text.ts';
import { embedCode, FRAME_SIZES } from './share-link.ts';

/** For those who have a page of their own. */
export function EmbedCode({ video, startS }: { video: VideoDetail; startS: number | null }) {
  const t = useTranslations('watch');
  const toast = useToast();
  const [chosen, setChosen] = useState('0');
  const size = FRAME_SIZES[Number(chosen)] ?? null;
  const code = embedCode(location.origin, video, { size, startS });
  return (
    <section aria-label={t('embedTitle')} className="flex flex-col gap-3 border-t border-line-ctl/40 pt-5">
      <TextArea
        label={t('embedTitle')}
        hint={t('embedHint')}
        value={code}
        readOnly
        rows={5}
        dir="ltr"
        spellCheck={false}
        className="min-h-20 font-mono text-12"
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex items-end gap-3">
        <div className="min-w-0 flex-1">
          <Select label={t('embedSize')} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {FRAME_SIZES.map(({ width, height }, index) => (
              <option key={width} value={`${index}`}>
                {width} × {height}
              </option>
            ))}
            <option value="wide">{t('embedWide')}</option>
          </Select>
        </div>
        <Button
          variant="line"
          className="h-11"
          icon={<CodeSimpleIcon size={20} aria-hidden />}
          onClick={() => void copyText(code).then(() => toast({ text: t('embedCopied') }))}
        >
          {t('embedCopy')}
        </Button>
      </div>
    </section>
  );
}
