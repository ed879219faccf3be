import type { Account } from '@kinora/sdk';
import { Field } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client, sessionStore } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { SaveState } from '../../app/save-state.tsx';
import { useAutosave } from '../../app/use-autosave.ts';

export function ProfileSection({ account }: { account: Account }) {
  const t = useTranslations('settings');
  const auth = useTranslations('auth');
  const describe = useDescribeError();
  const [name, setName] = useState(account.displayName);
  const save = useAutosave<{ displayName: string }>(async (change) => {
    sessionStore.set(await client.identity.updateMe(change));
  });
  const empty = name.trim() === '';
  return (
    <div className="flex flex-col gap-5">
      <Field
        label={t('name')}
        value={name}
        maxLength={80}
        autoComplete="name"
        hint={t('nameHint')}
        error={empty ? auth('displayNameEmpty') : save.error ? describe(save.error) : null}
        aside={<SaveState state={save.state} />}
        onChange={(event) => {
          const displayName = event.currentTarget.value;
          setName(displayName);
          if (displayName.trim() !== '') save.change({ displayName: displayName.trim() });
        }}
        onBlur={() => void save.flush()}
      />
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-15">
        <dt className="text-text-2">{t('role')}</dt>
        <dd className="m-0">{t(`roles.${account.role}`)}</dd>
      </dl>
    </div>
  );
}
