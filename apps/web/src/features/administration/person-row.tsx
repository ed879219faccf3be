import type { ManagedAccount, Role } from '@kinora/sdk';
import { Button, IconButton, RowSelect, useToast } from '@kinora/ui';
import { ProhibitIcon } from '@phosphor-icons/react/dist/csr/Prohibit';
import { TrashIcon } from '@phosphor-icons/react/dist/csr/Trash';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { queryClient } from '../../app/queries.ts';
import { useAccount } from '../../app/use-session.ts';
import { PEOPLE_KEY } from './people-key.ts';
import { ReasonDialog } from './reason-dialog.tsx';

const ROLES: readonly Role[] = ['viewer', 'creator', 'moderator', 'admin'];

export function PersonRow({ person }: { person: ManagedAccount }) {
  const t = useTranslations('people');
  const formats = useFormats();
  const me = useAccount();
  const { displayName: name, state } = person;
  const mayDecide = me?.role === 'admin' || person.role === 'viewer' || person.role === 'creator';
  const seen = person.lastSeenAt ? t('lastSeen', { age: formats.age(person.lastSeenAt) }) : t('neverSeen');
  return (
    <li className="flex min-h-17 flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-50 flex-1">
        <p className="flex items-center gap-2 text-15 font-semibold">
          <bdi className="min-w-0 truncate">{name}</bdi>
          {state !== 'active' && (
            <span className="flex shrink-0 items-center gap-1 rounded-xs bg-surface-2 px-1.5 text-12 font-medium text-text-2">
              {state === 'suspended' && <ProhibitIcon size={14} className="text-danger" aria-hidden />}
              {t(`states.${state}`)}
            </span>
          )}
        </p>
        <p className="truncate text-13 text-text-2">
          <bdi>{person.email}</bdi>
          {` · ${person.emailVerified ? seen : `${t('unverified')} · ${seen}`}`}
        </p>
        {person.leavesAt && (
          <p className="text-13 text-danger">{t('leaves', { date: formats.date(person.leavesAt) })}</p>
        )}
        {person.stateReason && <p className="text-13 break-words text-text-2">{person.stateReason}</p>}
      </div>
      <div className="flex items-center gap-2">
        {me?.role === 'admin' && state === 'active' && <RoleChoice person={person} />}
        {mayDecide && person.id !== me?.id && state !== 'waiting' && <SuspendButton person={person} />}
        {me?.role === 'admin' && person.id !== me.id && state !== 'waiting' && !person.leavesAt && (
          <DeleteButton person={person} />
        )}
      </div>
    </li>
  );
}

function RoleChoice({ person }: { person: ManagedAccount }) {
  const t = useTranslations('people');
  const settings = useTranslations('settings');
  const describe = useDescribeError();
  const toast = useToast();
  // Until the list says so too.
  const [chosen, setChosen] = useState<Role>();
  const name = person.displayName;
  const change = async (role: Role) => {
    setChosen(role);
    try {
      await client.admin.updateAccount(person.id, { role });
      toast({ text: t('changed', { name, role }) });
    } catch (error) {
      setChosen(undefined);
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: PEOPLE_KEY });
    setChosen(undefined);
  };
  return (
    <RowSelect
      aria-label={t('roleOf', { name })}
      value={chosen ?? person.role}
      onChange={(event) => void change(event.currentTarget.value as Role)}
      className="w-38"
    >
      {ROLES.map((one) => (
        <option key={one} value={one}>
          {settings(`roles.${one}`)}
        </option>
      ))}
    </RowSelect>
  );
}

function SuspendButton({ person }: { person: ManagedAccount }) {
  const t = useTranslations('people');
  const describe = useDescribeError();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const name = person.displayName;
  const suspended = person.state === 'suspended';
  const suspend = async (reason: string) => {
    await client.admin.suspend(person.id, reason);
    toast({ text: t('suspended', { name }) });
    await queryClient.invalidateQueries({ queryKey: PEOPLE_KEY });
  };
  const restore = async () => {
    try {
      await client.admin.restore(person.id);
      toast({ text: t('restored', { name }) });
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: PEOPLE_KEY });
  };
  return (
    <>
      <Button
        variant="tonal"
        aria-label={t(suspended ? 'restorePerson' : 'suspendPerson', { name })}
        onClick={() => (suspended ? void restore() : setAsking(true))}
      >
        {t(suspended ? 'restore' : 'suspend')}
      </Button>
      <ReasonDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('suspendTitle', { name })}
        text={t('suspendText')}
        label={t('suspendReason')}
        required={t('reasonMissing')}
        submitLabel={t('suspend')}
        onSubmit={suspend}
      />
    </>
  );
}

function DeleteButton({ person }: { person: ManagedAccount }) {
  const t = useTranslations('people');
  const toast = useToast();
  const formats = useFormats();
  const [asking, setAsking] = useState(false);
  const name = person.displayName;
  const remove = async (reason: string) => {
    const { leavesAt } = await client.admin.deleteAccount(person.id, reason);
    toast({ text: t('deleted', { name, date: formats.date(leavesAt ?? '') }) });
    await queryClient.invalidateQueries({ queryKey: PEOPLE_KEY });
  };
  return (
    <>
      <IconButton label={t('deletePerson', { name })} onClick={() => setAsking(true)}>
        <TrashIcon size={20} aria-hidden />
      </IconButton>
      <ReasonDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('deleteTitle', { name })}
        text={t('deleteText')}
        label={t('suspendReason')}
        required={t('reasonMissing')}
        submitLabel={t('delete')}
        onSubmit={remove}
      />
    </>
  );
}
