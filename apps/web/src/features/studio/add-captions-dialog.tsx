import { ApiError } from '@kinora/sdk';
import { Button, Dialog, Field, Select, Switch, useToast } from '@kinora/ui';
import { UploadSimpleIcon } from '@phosphor-icons/react/dist/csr/UploadSimple';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { CAPTION_FILES } from './caption-files.ts';
import { canonicalTag, languageName, offeredLanguages } from './languages.ts';
import { captionsChanged } from './use-captions.ts';

const OTHER = '';

export interface AddCaptionsDialogProps {
  videoId: string;
  /** Languages that there are captions in. */
  taken: string[];
  onClose: () => void;
}

/** First the language, then a file or the editor. */
export function AddCaptionsDialog({ videoId, taken, onClose }: AddCaptionsDialogProps) {
  const t = useTranslations('captions');
  const app = useTranslations('app');
  const locale = useLocale();
  const describe = useDescribeError();
  const toast = useToast();
  const navigate = useNavigate();
  const file = useRef<HTMLInputElement>(null);
  const offered = offeredLanguages(locale).filter(({ tag }) => !taken.includes(tag));
  const [chosen, setChosen] = useState(
    offered.find(({ tag }) => tag === locale.split('-')[0])?.tag ?? offered[0]?.tag ?? OTHER,
  );
  const [other, setOther] = useState('');
  const [label, setLabel] = useState('');
  const [isDefault, setIsDefault] = useState(taken.length === 0);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const language = chosen === OTHER ? canonicalTag(other) : chosen;
  const wrong = language === null ? t('tagWrong') : taken.includes(language) ? t('taken') : null;
  const labelError = error instanceof ApiError ? error.fieldError('query.label') : null;

  const send = async (body: File) => {
    if (language === null) return;
    setSending(true);
    setError(null);
    try {
      await client.captions.create(videoId, {
        language,
        file: body,
        isDefault,
        ...(label.trim() ? { label: label.trim() } : {}),
      });
      toast({ text: t('added', { language: languageName(language, locale) }) });
      void captionsChanged(videoId).catch(() => {});
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setSending(false);
    }
  };
  const go = (next: () => void) => {
    setTried(true);
    if (wrong === null) next();
  };
  return (
    <Dialog open onClose={onClose} title={t('addTitle')} closeLabel={app('close')}>
      <Select label={t('language')} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
        {offered.map(({ tag, name }) => (
          <option key={tag} value={tag}>
            {name}
          </option>
        ))}
        <option value={OTHER}>{t('otherLanguage')}</option>
      </Select>
      {chosen === OTHER && (
        <Field
          label={t('tag')}
          hint={t('tagHint')}
          dir="ltr"
          maxLength={35}
          value={other}
          error={tried ? wrong : null}
          onChange={(event) => setOther(event.currentTarget.value)}
        />
      )}
      <Field
        label={t('label')}
        hint={t('labelHint')}
        dir="auto"
        maxLength={60}
        value={label}
        error={labelError}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Switch label={t('setDefault')} on={isDefault} onChange={setIsDefault} />
      {error !== null && labelError === null && (
        <p role="alert" className="text-14 text-danger">
          {describe(error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2 pt-1">
        <Button
          variant="ink"
          busy={sending}
          icon={<UploadSimpleIcon size={20} aria-hidden />}
          onClick={() => go(() => file.current?.click())}
        >
          {t('chooseFile')}
        </Button>
        <Button
          onClick={() =>
            go(() => {
              if (language === null) return;
              const search = { ...(label.trim() ? { label: label.trim() } : {}), ...(isDefault ? { first: '1' } : {}) };
              void navigate({
                to: '/studio/videos/$videoId/captions/$language',
                params: { videoId, language },
                search,
              });
            })
          }
        >
          {t('write')}
        </Button>
      </div>
      <p className="text-13 text-text-3">{t('forms')}</p>
      <input
        ref={file}
        type="file"
        accept={CAPTION_FILES}
        aria-label={t('chooseFile')}
        hidden
        onChange={(event) => {
          const [body] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (body) void send(body);
        }}
      />
    </Dialog>
  );
}
