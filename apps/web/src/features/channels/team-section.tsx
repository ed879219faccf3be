import type { ChannelTeam, MemberRole, MyChannel } from '@kinora/sdk';
import { Button, Field, RowSelect, Select, Skeleton, useToast } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { AskDialog } from '../../app/ask-dialog.tsx';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { useAccount } from '../../app/use-session.ts';
import { OfferDialog } from './offer-dialog.tsx';
import { useMyChannels } from './queries.ts';

export const MEMBER_ROLES = ['editor', 'moderator', 'analyst'] as const satisfies readonly MemberRole[];

const keyOf = (id: string) => ['channel-team', id];

/** Who helps with a channel; its owner invites, changes roles and hands it over, the others may leave. */
export function TeamSection({ channel }: { channel: MyChannel }) {
  const t = useTranslations('team');
  const describe = useDescribeError();
  const { data: team, error } = useQuery({
    queryKey: keyOf(channel.id),
    queryFn: ({ signal }) => client.channels.team(channel.id, signal),
  });
  return (
    <section aria-labelledby="team-heading" className="flex flex-col gap-4 border-t border-line pt-6">
      <header>
        <h2 id="team-heading" className="text-18 font-semibold">
          {t('heading')}
        </h2>
        <p className="mt-1 max-w-140 text-14 text-text-2">{t(channel.role === 'owner' ? 'text' : 'textMember')}</p>
      </header>
      {error && <p className="text-14 text-text-2">{describe(error)}</p>}
      {!team && !error && <Skeleton className="h-16 w-full" />}
      {team && <Members channel={channel} team={team} />}
      {team && channel.role === 'owner' && <InviteForm channelId={channel.id} />}
    </section>
  );
}

function Members({ channel, team }: { channel: MyChannel; team: ChannelTeam }) {
  const t = useTranslations('team');
  const me = useAccount()?.id;
  const isOwner = channel.role === 'owner';
  const ownsAnother = (useMyChannels().data ?? []).filter(({ role }) => role === 'owner').length > 1;
  const [offering, setOffering] = useState(false);
  const [sent, setSent] = useState<ChannelTeam['members'][number]>();
  const change = useChange(channel.id);
  const others = team.members.filter(({ role }) => role !== 'owner');
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {team.members.map((member) => {
          const { accountId, name, role } = member;
          return (
            <li key={accountId} className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-2 py-2">
              <p className="min-w-0 flex-1 basis-40 truncate text-15 font-semibold">
                <bdi>{name}</bdi>
                {accountId === me && <span className="font-normal text-text-3"> {t('you')}</span>}
              </p>
              {isOwner && role !== 'owner' ? (
                <RoleSelect
                  label={t('roleOf', { name })}
                  value={role}
                  onChange={(next) => void change(client.channels.setRole(channel.id, accountId, next))}
                />
              ) : (
                <p className="text-14 text-text-2">{t(`roles.${role}`)}</p>
              )}
              {role !== 'owner' && (isOwner || accountId === me) && (
                <Button
                  variant="ghost"
                  size="small"
                  className="h-10"
                  aria-label={t(isOwner ? 'removeNamed' : 'leave', { name })}
                  onClick={() => setSent(member)}
                >
                  {t(isOwner ? 'remove' : 'leave')}
                </Button>
              )}
            </li>
          );
        })}
        {team.invitations.map(({ id, invited, role }) => (
          <li key={id} className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-2 py-2">
            <p className="min-w-0 flex-1 basis-40 truncate text-15">
              <bdi>{invited}</bdi>
            </p>
            <p className="text-14 text-text-2">
              {role === 'owner' ? t('offered') : t('invited', { role: t(`roles.${role}`) })}
            </p>
            <Button
              variant="ghost"
              size="small"
              className="h-10"
              aria-label={t('withdrawNamed', { name: invited })}
              onClick={() =>
                void change(client.channels.withdrawInvitation(channel.id, id), t('withdrawn', { name: invited }))
              }
            >
              {t('withdraw')}
            </Button>
          </li>
        ))}
      </ul>
      {sent && (
        <AskDialog
          title={t(isOwner ? 'removeNamed' : 'leaveTitle', { name: sent.name })}
          text={t(isOwner ? 'removeText' : 'leaveText')}
          act={t(isOwner ? 'remove' : 'leave')}
          done={t(isOwner ? 'removed' : 'left', { name: sent.name })}
          onAct={() => client.channels.removeMember(channel.id, sent.accountId).finally(() => teamChanged(channel.id))}
          onClose={() => setSent(undefined)}
        />
      )}
      {isOwner && others.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-60 text-13 text-text-2">
            {t(ownsAnother ? 'offerText' : 'offerNeedsAnother')}
          </p>
          {ownsAnother && <Button onClick={() => setOffering(true)}>{t('offer')}</Button>}
        </div>
      )}
      {offering && (
        <OfferDialog
          channel={channel}
          members={others}
          onOffer={async (offer) => {
            const made = await client.channels.offer(channel.id, offer);
            await change(Promise.resolve(made), t('offerMade'));
          }}
          onClose={() => setOffering(false)}
        />
      )}
    </>
  );
}

function RoleSelect(props: { label: string; value: MemberRole; onChange: (role: MemberRole) => void }) {
  const t = useTranslations('team');
  return (
    <RowSelect
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value as MemberRole)}
    >
      {MEMBER_ROLES.map((role) => (
        <option key={role} value={role}>
          {t(`roles.${role}`)}
        </option>
      ))}
    </RowSelect>
  );
}

function InviteForm({ channelId }: { channelId: string }) {
  const t = useTranslations('team');
  const describe = useDescribeError();
  const toast = useToast();
  const [to, setTo] = useState('');
  const [role, setRole] = useState<MemberRole>('editor');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const invite = async (event: FormEvent) => {
    event.preventDefault();
    if (to.trim() === '') return setError(t('toMissing'));
    setBusy(true);
    setError(undefined);
    try {
      queryClient.setQueryData(keyOf(channelId), await client.channels.invite(channelId, { to: to.trim(), role }));
      toast({ text: t('inviteSent', { name: to.trim() }) });
      setTo('');
    } catch (failure) {
      setError(describe(failure));
    }
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={(event) => void invite(event)} className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 max-phone:grid-cols-1">
        <Field
          label={t('to')}
          hint={t('toHint')}
          error={error}
          value={to}
          maxLength={254}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
        <Select
          label={t('role')}
          hint={t(`may.${role}`)}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as MemberRole)}
        >
          {MEMBER_ROLES.map((one) => (
            <option key={one} value={one}>
              {t(`roles.${one}`)}
            </option>
          ))}
        </Select>
      </div>
      <Button type="submit" busy={busy} className="self-start">
        {t('invite')}
      </Button>
    </form>
  );
}

/** Does it, says so, and shows the team as it is then. */
function useChange(channelId: string): (change: Promise<unknown>, done?: string) => Promise<void> {
  const describe = useDescribeError();
  const toast = useToast();
  return async (change, done) => {
    try {
      await change;
      if (done) toast({ text: done });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    await teamChanged(channelId);
  };
}

async function teamChanged(channelId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keyOf(channelId) }),
    queryClient.invalidateQueries({ queryKey: ['my-channels'] }),
  ]);
}
