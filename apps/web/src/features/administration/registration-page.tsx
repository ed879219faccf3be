import type { RegistrationMode } from '@kinora/sdk';
import { Segments, Skeleton, Switch, useToast } from '@kinora/ui';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { instanceChanged, useInstance } from '../instance/queries.ts';
import { AdminPage, AdminSection } from './admin-frame.tsx';
import { InvitationList } from './invitation-list.tsx';
import { InviteForm } from './invite-form.tsx';

const MODES: readonly RegistrationMode[] = ['open', 'approval', 'closed'];

/** Who may come in, and who was asked to. */
export function RegistrationPage() {
  const t = useTranslations('registration');
  return (
    <AdminPage title={t('title')}>
      <Mode />
      <AdminSection title={t('inviteTitle')} text={t('inviteText')}>
        <InviteForm />
      </AdminSection>
      <AdminSection title={t('invitations')}>
        <InvitationList />
      </AdminSection>
    </AdminPage>
  );
}

function Mode() {
  const t = useTranslations('registration');
  const describe = useDescribeError();
  const toast = useToast();
  const query = useInstance();
  if (query.isPending) return <Skeleton className="h-12 w-90" />;
  if (query.isError) return <p className="text-14 text-text-2">{describe(query.error)}</p>;
  const { registration, verifyToUpload } = query.data;
  const change = async (wish: { registration?: RegistrationMode; verifyToUpload?: boolean }) => {
    const before = query.data;
    instanceChanged({ ...before, ...wish });
    try {
      instanceChanged(await client.instance.update(wish));
    } catch (error) {
      instanceChanged(before);
      toast({ text: describe(error), error: true });
    }
  };
  return (
    <AdminSection title={t('modeTitle')} text={t(`modes.${registration}Text`)}>
      <div className="flex flex-col items-start gap-3">
        <Segments
          label={t('modeTitle')}
          value={registration}
          onChange={(chosen) => void change({ registration: chosen })}
          options={MODES.map((value) => ({ value, label: t(`modes.${value}`) }))}
        />
        <Switch
          label={t('verifyToUpload')}
          on={verifyToUpload}
          onChange={(on) => void change({ verifyToUpload: on })}
        />
      </div>
    </AdminSection>
  );
}
