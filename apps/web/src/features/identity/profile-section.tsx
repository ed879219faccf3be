import { type Account, ApiError, type ProfileChange } from '@kinora/sdk';
import { Avatar, Field, TextArea } from '@kinora/ui';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client, sessionStore } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { PictureEditor } from '../../app/picture-editor.tsx';
import { SaveState } from '../../app/save-state.tsx';
import { useAutosave } from '../../app/use-autosave.ts';

const LONGEST_NAME = 50;
const LONGEST_BIO = 500;

export function ProfileSection({ account }: { account: Account }) {
  const t = useTranslations('settings');
  const profile = useTranslations('profile');
  const auth = useTranslations('auth');
  const describe = useDescribeError();
  const [name, setName] = useState(account.displayName);
  const [bio, setBio] = useState(account.bio);
  const save = useAutosave<ProfileChange>(async (change) => {
    sessionStore.set(await client.identity.updateMe(change));
  });
  const problem = (field: string) =>
    save.error ? (save.error instanceof ApiError && save.error.fieldError(field)) || null : null;
  const other = save.error && !problem('displayName') && !problem('bio') ? describe(save.error) : null;
  const empty = name.trim() === '';
  return (
    <div className="flex flex-col gap-5">
      <PictureEditor
        label={profile('picture')}
        hint={profile('pictureHint')}
        face={<Avatar name={account.displayName} url={account.avatarUrl} size={88} />}
        hasPicture={account.avatarUrl !== null}
        put={async (file) => sessionStore.set(await client.identity.putAvatar(file))}
        remove={async () => sessionStore.set(await client.identity.deleteAvatar())}
      />
      <Field
        label={t('name')}
        value={name}
        maxLength={LONGEST_NAME}
        autoComplete="name"
        hint={t('nameHint')}
        error={empty ? auth('displayNameEmpty') : (problem('displayName') ?? other)}
        aside={<SaveState state={save.state} />}
        onChange={(event) => {
          const displayName = event.currentTarget.value;
          setName(displayName);
          if (displayName.trim() !== '') save.change({ displayName: displayName.trim() });
        }}
        onBlur={() => void save.flush()}
      />
      <TextArea
        label={profile('bio')}
        value={bio}
        rows={4}
        maxLength={LONGEST_BIO}
        dir="auto"
        hint={profile('bioHint', { left: LONGEST_BIO - bio.length })}
        error={problem('bio')}
        onChange={(event) => {
          setBio(event.currentTarget.value);
          save.change({ bio: event.currentTarget.value });
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
