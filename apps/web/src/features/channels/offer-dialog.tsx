import type { ChannelTeam, MyChannel } from '@kinora/sdk';
import { Button, Dialog, Select } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';

export interface OfferDialogProps {
  channel: MyChannel;
  members: ChannelTeam['members'];
  onOffer: (accountId: string) => Promise<void>;
  onClose: () => void;
}

/** What handing over means, before it is offered. */
export function OfferDialog({ channel, members, onOffer, onClose }: OfferDialogProps) {
  const t = useTranslations('team');
  const app = useTranslations('app');
  const [to, setTo] = useState(members[0]?.accountId ?? '');
  const [busy, setBusy] = useState(false);
  const offer = async () => {
    setBusy(true);
    await onOffer(to);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('offerTitle', { name: channel.name })} closeLabel={app('close')}>
      <p className="text-15 text-text-2">{t('offerMeans', { count: channel.allVideoCount })}</p>
      <Select label={t('offerTo')} value={to} onChange={(event) => setTo(event.currentTarget.value)}>
        {members.map(({ accountId, name }) => (
          <option key={accountId} value={accountId}>
            {name}
          </option>
        ))}
      </Select>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{app('close')}</Button>
        <Button variant="danger" busy={busy} onClick={() => void offer()}>
          {t('offer')}
        </Button>
      </div>
    </Dialog>
  );
}
