import type { MyChannel } from '@kinora/sdk';
import { Button, Dialog, Select, useToast } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { useMyChannels } from './queries.ts';

/** What stands for "with the channel" in the list of places for its videos. */
const NOWHERE = '';

/** Offered while there is another channel. */
export function DeleteChannelSection({ channel }: { channel: MyChannel }) {
  const t = useTranslations('channel');
  const others = (useMyChannels().data ?? []).filter(({ id, role }) => id !== channel.id && role === 'owner');
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState(false);
  const ask = async () => {
    setAsking(true);
    // It says how many videos there are: of now, not of when the page was opened.
    await queryClient.refetchQueries({ queryKey: ['my-channels'] });
    setAsking(false);
    setOpen(true);
  };
  if (others.length === 0) return null;
  return (
    <section className="flex flex-wrap items-center justify-between gap-4 border-t border-line pt-6">
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="text-15 font-semibold">{t('delete')}</h2>
        <p className="text-13 text-text-2">{t('deleteHint')}</p>
      </div>
      <Button variant="danger" busy={asking} onClick={() => void ask()}>
        {t('deleteAsk')}
      </Button>
      {open && <DeleteChannelDialog channel={channel} others={others} onClose={() => setOpen(false)} />}
    </section>
  );
}

function DeleteChannelDialog(props: { channel: MyChannel; others: MyChannel[]; onClose: () => void }) {
  const { channel, others, onClose } = props;
  const t = useTranslations('channel');
  const app = useTranslations('app');
  const describe = useDescribeError();
  const toast = useToast();
  const count = channel.allVideoCount;
  const [target, setTarget] = useState(others[0]?.id ?? NOWHERE);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await client.channels.delete(channel.id, target === NOWHERE ? {} : { videosTo: target });
      queryClient.removeQueries({ queryKey: ['channel', channel.handle] });
      onClose();
      toast({ text: t('deleted', { name: channel.name }) });
      await queryClient.invalidateQueries();
    } catch (failure) {
      setError(describe(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={t('deleteTitle', { name: channel.name })} closeLabel={app('close')}>
      <p className="text-15 text-text-2">{t('deleteText', { handle: channel.handle })}</p>
      {count > 0 && (
        <Select
          label={t('videosOf', { count })}
          value={target}
          hint={target === NOWHERE ? t('videosGone', { count }) : t('videosMove')}
          onChange={(event) => setTarget(event.currentTarget.value)}
        >
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {t('moveTo', { name: one.name })}
            </option>
          ))}
          <option value={NOWHERE}>{t('deleteToo')}</option>
        </Select>
      )}
      {error && (
        <p role="alert" className="text-13 text-danger">
          {error}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('keep')}</Button>
        <Button variant="danger" busy={busy} onClick={() => void remove()}>
          {target === NOWHERE && count > 0 ? t('deleteBoth', { count }) : t('deleteAsk')}
        </Button>
      </div>
    </Dialog>
  );
}
