import type { ChannelInvitation } from '@kinora/sdk';
import { Button, Notice, useToast } from '@kinora/ui';
import { UsersThreeIcon } from '@phosphor-icons/react/dist/csr/UsersThree';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { queryClient } from '../../app/queries.ts';
import { useAccount, useMayPublish } from '../../app/use-session.ts';
import { chooseChannel } from './chosen-channel.ts';

const KEY = 'channel-invitations';

/** Channels with which somebody was asked to help; nothing where there is none. */
export function InvitationsNotice() {
  const account = useAccount();
  const mayAccept = useMayPublish();
  const { data = [] } = useQuery({
    queryKey: [KEY, account?.id],
    queryFn: ({ signal }) => client.channels.invitations(signal),
    enabled: account !== null && mayAccept,
    staleTime: 30_000,
    refetchOnWindowFocus: 'always',
  });
  return (
    <>
      {data.map((invitation) => (
        <Invitation key={invitation.id} invitation={invitation} />
      ))}
    </>
  );
}

function Invitation({ invitation: { id, role, channel, ownerName, room } }: { invitation: ChannelInvitation }) {
  const t = useTranslations('team');
  const describe = useDescribeError();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const answer = async (accept: boolean) => {
    setBusy(true);
    try {
      if (accept) {
        await client.channels.acceptInvitation(id);
        await queryClient.invalidateQueries({ queryKey: ['my-channels'] });
        chooseChannel(channel.id);
        toast({ text: t(role === 'owner' ? 'taken' : 'accepted', { name: channel.name }) });
      } else await client.channels.declineInvitation(id);
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: [KEY] });
    setBusy(false);
  };
  return (
    <div className="pb-4">
      <Notice tone="info" role="status" icon={<UsersThreeIcon size={20} aria-hidden />}>
        <span className="block">
          {role === 'owner'
            ? t('offersYou', { owner: ownerName, name: channel.name })
            : t('invitesYou', { owner: ownerName, name: channel.name, role: t(`roles.${role}`) })}{' '}
          {t(role === 'owner' ? 'offersMeans' : `may.${role}`)}
        </span>
        {room && <Room room={room} />}
        <div className="flex flex-wrap gap-2 pt-2">
          <Button variant="ink" size="small" className="h-10" busy={busy} onClick={() => void answer(true)}>
            {t(role === 'owner' ? 'take' : 'accept')}
          </Button>
          <Button variant="ghost" size="small" className="h-10" busy={busy} onClick={() => void answer(false)}>
            {t('decline')}
          </Button>
        </div>
      </Notice>
    </div>
  );
}

/** Where a quota says how much may be kept, also what is left of it. */
function Room({ room: { bytes, usedBytes, quotaBytes } }: { room: NonNullable<ChannelInvitation['room']> }) {
  const t = useTranslations('team');
  const { bytes: shown } = useFormats();
  const takes = shown(bytes);
  if (quotaBytes === null) return <span className="block pt-1">{t('offerTakes', { takes })}</span>;
  const left = Math.max(0, quotaBytes - usedBytes);
  return (
    <span className="block pt-1">
      {t('offerTakesOf', { takes, left: shown(left), quota: shown(quotaBytes) })}
      {bytes > left && <span className="block font-semibold text-warning">{t('offerTooLarge')}</span>}
    </span>
  );
}
