import type { VideoChange, VideoDetail, Visibility } from '@kinora/sdk';
import { Button, Select } from '@kinora/ui';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { PasswordField } from '../identity/password-field.tsx';
import { VISIBILITY_ICONS } from '../videos/visibility-icons.ts';
import { ListChoice } from '../viewers/list-choice.tsx';
import { CONTENT_VISIBILITIES } from './content-filter.ts';

const SHORTEST_PASSWORD = 6;

export interface VisibilityFieldProps {
  video: VideoDetail;
  visibility: Visibility;
  errorOf: (path: string) => string | null;
  /** Saved at once. */
  onChange: (change: VideoChange) => void;
  onVisibility: (visibility: Visibility) => void;
}

/** Who may watch. What is to open with a password, or for a list, stays as it is until there is one. */
export function VisibilityField({ video, visibility, errorOf, onChange, onVisibility }: VisibilityFieldProps) {
  const t = useTranslations('form');
  const Icon = VISIBILITY_ICONS[visibility];
  const plays = video.state === 'playable' || video.state === 'ready';
  const choose = (next: Visibility) => {
    onVisibility(next);
    if (next === 'password' && !video.hasPassword) return;
    if (next === 'members' && video.viewerListId === null) return;
    onChange({ visibility: next });
  };
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <Select
        label={t('visibility')}
        value={visibility}
        icon={<Icon size={20} />}
        hint={visibility === 'public' && !plays ? t('publicSoonHint') : t(`${visibility}Hint`)}
        error={errorOf('visibility')}
        onChange={(event) => choose(event.currentTarget.value as Visibility)}
      >
        {CONTENT_VISIBILITIES.map((one) => (
          <option key={one} value={one}>
            {t(one)}
          </option>
        ))}
      </Select>
      {visibility === 'password' && (
        <PasswordChoice
          isSet={video.hasPassword}
          error={errorOf('password')}
          onPassword={(password) => onChange({ visibility: 'password', password })}
        />
      )}
      {visibility === 'members' && (
        <ListChoice
          value={video.viewerListId ?? ''}
          error={errorOf('viewerListId')}
          onChange={(viewerListId) => onChange({ visibility: 'members', viewerListId })}
        />
      )}
    </div>
  );
}

interface PasswordChoiceProps {
  isSet: boolean;
  error: string | null;
  onPassword: (password: string) => void;
}

/** Never shown again once it is set. Enter sets it as well. */
function PasswordChoice({ isSet, error, onPassword }: PasswordChoiceProps) {
  const t = useTranslations('form');
  const [password, setPassword] = useState('');
  const [short, setShort] = useState(false);
  const set = (event?: FormEvent) => {
    event?.preventDefault();
    if (password.length < SHORTEST_PASSWORD) return setShort(true);
    onPassword(password);
    setPassword('');
  };
  return (
    <div className="flex flex-col gap-3">
      <PasswordField
        label={t(isSet ? 'newPassword' : 'thePassword')}
        value={password}
        maxLength={200}
        autoComplete="off"
        hint={t(isSet ? 'newPasswordHint' : 'thePasswordHint')}
        error={short ? t('passwordShort') : error}
        onKeyDown={(event) => {
          if (event.key === 'Enter') set(event);
        }}
        onChange={(event) => {
          setShort(false);
          setPassword(event.currentTarget.value);
        }}
      />
      <Button variant="line" className="self-start" disabled={password === ''} onClick={() => set()}>
        {t(isSet ? 'changePassword' : 'setPassword')}
      </Button>
    </div>
  );
}
