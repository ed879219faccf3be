import type { Invitation } from '@kinora/sdk';
import { Skeleton, useToast } from '@kinora/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { ListRow } from '../../app/list-row.tsx';
import { MoreButton } from '../../app/more-button.tsx';
import { queryClient } from '../../app/queries.ts';

export const INVITATIONS_KEY = ['invitations'] as const;

export function InvitationList() {
  const t = useTranslations('registration');
  const describe = useDescribeError();
  const toast = useToast();
  const query = useInfiniteQuery({
    queryKey: INVITATIONS_KEY,
    queryFn: ({ pageParam, signal }) => client.admin.invitations({ cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const revoke = async ({ id, email }: Invitation) => {
    try {
      await client.admin.revokeInvitation(id);
      toast({ text: t('revoked', { email }) });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: INVITATIONS_KEY });
  };
  if (query.isPending) return <Skeleton className="h-16 w-full" />;
  if (query.isError) return <p className="text-14 text-text-2">{describe(query.error)}</p>;
  const invitations = query.data.pages.flatMap(({ items }) => items);
  if (invitations.length === 0) return <p className="text-14 text-text-2">{t('noInvitations')}</p>;
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} onRevoke={() => void revoke(invitation)} />
        ))}
      </ul>
      <MoreButton query={query} />
    </>
  );
}

function InvitationRow({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const t = useTranslations('registration');
  const settings = useTranslations('settings');
  const formats = useFormats();
  const { email, role, acceptedAt, expiresAt, invitedBy } = invitation;
  const over = Date.parse(expiresAt) < Date.now();
  const state = acceptedAt
    ? t('accepted', { age: formats.age(acceptedAt) })
    : over
      ? t('expired')
      : t('open', { date: formats.date(expiresAt) });
  return (
    <ListRow
      title={<bdi>{email}</bdi>}
      text={`${settings(`roles.${role}`)} · ${state} · ${t('by', { name: invitedBy })}`}
      action={acceptedAt ? undefined : { text: t('revoke'), name: t('revokeOf', { email }), onClick: onRevoke }}
    />
  );
}
