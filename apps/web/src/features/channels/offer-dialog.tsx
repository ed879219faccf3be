import type { ChannelTeam, MyChannel, Proof } from '@kinora/sdk';
import { Dialog, Select } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAccount } from '../../app/use-session.ts';
import { ProofForm } from '../identity/proof-form.tsx';
import { useSecurity } from '../identity/use-security.ts';

export interface OfferDialogProps {
  channel: MyChannel;
  members: ChannelTeam['members'];
  /** Throws where the proof is refused. */
  onOffer: (offer: { accountId: string; proof: Proof }) => Promise<void>;
  onClose: () => void;
}

/** What handing over means, before it is offered by who shows that the account is theirs. */
export function OfferDialog({ channel, members, onOffer, onClose }: OfferDialogProps) {
  const t = useTranslations('team');
  const app = useTranslations('app');
  const email = useAccount()?.email ?? '';
  const withCode = Boolean(useSecurity().data?.totpSince);
  const [to, setTo] = useState(members[0]?.accountId ?? '');
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
      <ProofForm
        purpose="offer-channel"
        email={email}
        withCode={withCode}
        danger
        submit={t('offer')}
        onProof={async (proof) => {
          await onOffer({ accountId: to, proof });
          onClose();
        }}
      />
    </Dialog>
  );
}
