import type { ManagedAccount } from '@kinora/sdk';
import { Button, useToast } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { queryClient } from '../../app/queries.ts';
import { PEOPLE_KEY } from './people-key.ts';
import { ReasonDialog } from './reason-dialog.tsx';

/** A registration, to be accepted or refused. */
export function WaitingRow({ person }: { person: ManagedAccount }) {
  const t = useTranslations('people');
  const formats = useFormats();
  const describe = useDescribeError();
  const toast = useToast();
  const [refusing, setRefusing] = useState(false);
  const [busy, setBusy] = useState(false);
  const { id, displayName: name, email } = person;
  const decide = async (decision: { accept: boolean; reason?: string }) => {
    await client.admin.decideRegistration(id, decision);
    toast({ text: t(decision.accept ? 'accepted' : 'refused', { name }) });
    await queryClient.invalidateQueries({ queryKey: PEOPLE_KEY });
  };
  const accept = async () => {
    setBusy(true);
    try {
      await decide({ accept: true });
    } catch (error) {
      toast({ text: describe(error), error: true });
      setBusy(false);
    }
  };
  return (
    <li className="flex min-h-17 flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-50 flex-1">
        <p className="truncate text-15 font-semibold">
          <bdi>{name}</bdi>
        </p>
        <p className="truncate text-13 text-text-2">
          <bdi>{email}</bdi>
          {` · ${person.emailVerified ? t('verified') : t('unverified')} · ${formats.age(person.createdAt)}`}
        </p>
      </div>
      <div className="flex gap-2">
        <Button variant="ink" busy={busy} aria-label={t('acceptPerson', { name })} onClick={() => void accept()}>
          {t('accept')}
        </Button>
        <Button aria-label={t('refusePerson', { name })} onClick={() => setRefusing(true)}>
          {t('refuse')}
        </Button>
      </div>
      <ReasonDialog
        open={refusing}
        onClose={() => setRefusing(false)}
        title={t('refuseTitle', { name })}
        text={t('refuseText')}
        label={t('refuseReason')}
        submitLabel={t('refuse')}
        onSubmit={(reason) => decide({ accept: false, reason })}
      />
    </li>
  );
}
