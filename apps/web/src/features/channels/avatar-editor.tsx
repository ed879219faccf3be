import type { AvatarType, Channel } from '@kinora/sdk';
import { Avatar, Button } from '@kinora/ui';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useFormats } from '../../app/format.ts';
import { channelChanged } from './queries.ts';

const TYPES = ['image/jpeg', 'image/png', 'image/webp'];
const MOST_BYTES = 5_000_000;

export function AvatarEditor({ channel }: { channel: Channel }) {
  const t = useTranslations('channel');
  const describe = useDescribeError();
  const formats = useFormats();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const save = async (change: () => Promise<Channel>) => {
    setBusy(true);
    setError(null);
    try {
      await channelChanged(await change(), channel.handle);
    } catch (failure) {
      setError(describe(failure));
    } finally {
      setBusy(false);
    }
  };
  const choose = (file: File | undefined) => {
    if (!file) return;
    if (!TYPES.includes(file.type)) return setError(t('avatarWrongType'));
    if (file.size > MOST_BYTES) return setError(t('avatarTooLarge', { size: formats.bytes(file.size) }));
    void save(() => client.channels.putAvatar(channel.id, file, file.type as AvatarType));
  };
  return (
    <div>
      <p className="pb-2 text-13 font-semibold" id="avatar-label">
        {t('avatar')}
      </p>
      <fieldset
        className="m-0 flex flex-wrap items-center gap-4 border-0 p-0"
        aria-labelledby="avatar-label"
        aria-describedby="avatar-hint"
      >
        <Avatar name={channel.name} url={channel.avatarUrl} size={88} />
        <input
          ref={input}
          type="file"
          accept={TYPES.join(',')}
          hidden
          onChange={(event) => {
            choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <Button busy={busy} onClick={() => input.current?.click()}>
          {t('avatarChoose')}
        </Button>
        {channel.avatarUrl && (
          <Button variant="ghost" busy={busy} onClick={() => void save(() => client.channels.deleteAvatar(channel.id))}>
            {t('avatarRemove')}
          </Button>
        )}
      </fieldset>
      <p
        id="avatar-hint"
        role={error ? 'alert' : undefined}
        className={`flex gap-1.5 pt-2 text-13 ${error ? 'text-danger' : 'text-text-3'}`}
      >
        {error && <WarningCircleIcon weight="fill" size={16} className="mt-0.5 shrink-0" aria-hidden />}
        {error ?? t('avatarHint')}
      </p>
    </div>
  );
}
