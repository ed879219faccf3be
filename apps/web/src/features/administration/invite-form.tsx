import type { InvitationAnswer, Role } from '@kinora/sdk';
import { Button, Notice, Select, TextArea } from '@kinora/ui';
import { CheckCircleIcon } from '@phosphor-icons/react/dist/csr/CheckCircle';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { FormError } from '../identity/form-error.tsx';
import { INVITATIONS_KEY } from './invitation-list.tsx';

const ROLES: readonly Role[] = ['viewer', 'creator', 'moderator', 'admin'];

/** One paste and one press: what cannot be sent stays in the box, all else goes. */
export function InviteForm() {
  const t = useTranslations('registration');
  const settings = useTranslations('settings');
  const describe = useDescribeError();
  const [addresses, setAddresses] = useState('');
  const [role, setRole] = useState<Role>('creator');
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState<unknown>(null);
  const [answer, setAnswer] = useState<InvitationAnswer>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAnswer(undefined);
    setFailure(null);
    setWrong(addresses.trim() === '' ? t('addressesEmpty') : undefined);
    if (addresses.trim() === '') return;
    setBusy(true);
    try {
      const sent = await client.admin.invite({ addresses, role });
      setAnswer(sent);
      setAddresses([...sent.wrong, ...sent.left].join('\n'));
      setWrong(sent.wrong.length > 0 ? t('addressesWrong', { count: sent.wrong.length }) : undefined);
      await queryClient.invalidateQueries({ queryKey: INVITATIONS_KEY });
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex max-w-160 flex-col gap-4">
      <TextArea
        label={t('addresses')}
        hint={t('addressesHint')}
        error={wrong}
        rows={6}
        dir="auto"
        spellCheck={false}
        autoCapitalize="none"
        maxLength={50_000}
        value={addresses}
        onChange={(event) => setAddresses(event.currentTarget.value)}
      />
      <div className="flex flex-wrap items-end gap-3">
        <Select label={t('role')} value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {settings(`roles.${one}`)}
            </option>
          ))}
        </Select>
        <Button type="submit" variant="ink" className="h-11" busy={busy}>
          {t('invite')}
        </Button>
      </div>
      <FormError text={failure ? describe(failure) : undefined} />
      {answer && <Sent answer={answer} />}
    </form>
  );
}

function Sent({ answer: { invited, members, left } }: { answer: InvitationAnswer }) {
  const t = useTranslations('registration');
  return (
    <div className="flex flex-col gap-2">
      {invited.length > 0 && (
        <Notice tone="success" role="status" icon={<CheckCircleIcon size={20} weight="fill" aria-hidden />}>
          {t('invited', { count: invited.length })}
        </Notice>
      )}
      {members.length > 0 && (
        <Notice tone="info" role="status" icon={<WarningCircleIcon size={20} aria-hidden />}>
          {t('members', { count: members.length })} <bdi className="break-words">{members.join(', ')}</bdi>
        </Notice>
      )}
      {left.length > 0 && (
        <Notice tone="warning" role="status" icon={<WarningCircleIcon size={20} aria-hidden />}>
          {t('left', { count: left.length })}
        </Notice>
      )}
    </div>
  );
}
