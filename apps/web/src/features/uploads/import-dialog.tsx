import { Button, Dialog, TextArea } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';

interface Refused {
  url: string;
  reason: string;
}

/** Addresses of files, one a line. Those that are refused stay in the box with their reasons; the others are on their way. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('imports');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<Refused[]>([]);
  const [busy, setBusy] = useState(false);
  const urls = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (urls.length === 0) return;
    setBusy(true);
    const wrong: Refused[] = [];
    for (const url of urls) {
      try {
        await client.uploads.import({ url });
      } catch (error) {
        wrong.push({ url, reason: describe(error) });
      }
    }
    setBusy(false);
    setRefused(wrong);
    setText(wrong.map(({ url }) => url).join('\n'));
    await queryClient.invalidateQueries({ queryKey: ['imports'] });
    if (wrong.length === 0) onClose();
  };
  return (
    <Dialog open wide onClose={onClose} title={t('title')} closeLabel={app('close')}>
      <form className="flex flex-col gap-5" onSubmit={(event) => void send(event)}>
        <TextArea
          label={t('addresses')}
          hint={t('hint')}
          rows={4}
          dir="ltr"
          spellCheck={false}
          autoFocus
          placeholder="https://"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {refused.length > 0 && (
          <ul role="alert" className="flex flex-col gap-2 text-13">
            {refused.map(({ url, reason }) => (
              <li key={url}>
                <p className="truncate text-text-2">
                  <bdi dir="ltr">{url}</bdi>
                </p>
                <p className="text-danger">{reason}</p>
              </li>
            ))}
          </ul>
        )}
        <Button type="submit" variant="ink" className="self-end" busy={busy} disabled={urls.length === 0}>
          {t('fetch', { count: urls.length })}
        </Button>
      </form>
    </Dialog>
  );
}
