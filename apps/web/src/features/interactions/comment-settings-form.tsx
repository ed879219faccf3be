import type { CommentSettings } from '@kinora/sdk';
import { Button, ErrorState, Select, Skeleton, TextArea, useToast } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { useCommentSettings } from './studio-queries.ts';

const PACES = [0, 5, 15, 30, 60, 300, 900, 3600];

export function CommentSettingsForm({ channelId, mayChange }: { channelId: string; mayChange: boolean }) {
  const t = useTranslations('studioComments');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const query = useCommentSettings(channelId);
  if (query.isError) {
    return (
      <ErrorState
        title={t('settingsErrorTitle')}
        text={describe(query.error)}
        action={<Button onClick={() => void query.refetch()}>{app('tryAgain')}</Button>}
      />
    );
  }
  if (!query.data) return <Skeleton className="h-60 max-w-160" />;
  return <Form channelId={channelId} settings={query.data} mayChange={mayChange} />;
}

function Form(props: { channelId: string; settings: CommentSettings; mayChange: boolean }) {
  const { channelId, settings, mayChange } = props;
  const t = useTranslations('studioComments');
  const describe = useDescribeError();
  const toast = useToast();
  const [hold, setHold] = useState(settings.hold);
  const [words, setWords] = useState(settings.blockedWords.join('\n'));
  const [pace, setPace] = useState(settings.slowModeSeconds);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    const blockedWords = [...new Set(words.split('\n').map((word) => word.trim()))].filter(Boolean);
    try {
      const saved = await client.comments.setSettings(channelId, { hold, blockedWords, slowModeSeconds: pace });
      queryClient.setQueryData(['comment-settings', channelId], saved);
      setWords(saved.blockedWords.join('\n'));
      toast({ text: t('settingsSaved') });
    } catch (failure) {
      setError(describe(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form noValidate className="flex max-w-160 flex-col gap-5" onSubmit={(event) => void save(event)}>
      <Select
        label={t('hold')}
        hint={t('holdHint')}
        value={hold}
        disabled={!mayChange}
        onChange={(event) => setHold(event.currentTarget.value as CommentSettings['hold'])}
      >
        {(['nothing', 'links', 'everything'] as const).map((value) => (
          <option key={value} value={value}>
            {t(`holds.${value}`)}
          </option>
        ))}
      </Select>
      <TextArea
        label={t('words')}
        hint={t('wordsHint')}
        value={words}
        dir="auto"
        disabled={!mayChange}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Select
        label={t('pace')}
        hint={t('paceHint')}
        value={String(pace)}
        disabled={!mayChange}
        onChange={(event) => setPace(Number(event.currentTarget.value))}
      >
        {[...new Set([...PACES, pace])]
          .toSorted((a, b) => a - b)
          .map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds < 60 ? t('seconds', { count: seconds }) : t('minutes', { count: Math.round(seconds / 60) })}
            </option>
          ))}
      </Select>
      {error && (
        <p role="alert" className="text-14 text-danger">
          {error}
        </p>
      )}
      <Button
        type="submit"
        variant="ink"
        className="self-start"
        busy={busy}
        offReason={mayChange ? null : t('settingsNotYours')}
      >
        {t('settingsSave')}
      </Button>
    </form>
  );
}
