import type { Instance } from '@kinora/sdk';
import { Button, Mark } from '@kinora/ui';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { instanceChanged } from '../instance/queries.ts';

const TYPES = ['image/jpeg', 'image/png', 'image/webp'];
const MOST_BYTES = 5_000_000;

export function LogoEditor({ logoUrl }: { logoUrl: string | null }) {
  const t = useTranslations('site');
  const describe = useDescribeError();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const save = async (change: () => Promise<Instance>) => {
    setBusy(true);
    setError(null);
    try {
      instanceChanged(await change());
    } catch (failure) {
      setError(describe(failure));
    }
    setBusy(false);
  };
  const choose = (file: File | undefined) => {
    if (!file) return;
    if (!TYPES.includes(file.type)) return setError(t('logoWrongType'));
    if (file.size > MOST_BYTES) return setError(t('logoTooLarge'));
    void save(() => client.instance.setLogo(file));
  };
  return (
    <div>
      <p className="pb-2 text-13 font-semibold" id="logo-label">
        {t('logo')}
      </p>
      <fieldset
        className="m-0 flex flex-wrap items-center gap-4 border-0 p-0"
        aria-labelledby="logo-label"
        aria-describedby="logo-hint"
      >
        <span className="flex h-18 min-w-18 items-center justify-center rounded-md bg-surface-2 p-3">
          {logoUrl ? <img src={logoUrl} alt="" className="h-full max-w-60 object-contain" /> : <Mark size={40} />}
        </span>
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
          {t('logoChoose')}
        </Button>
        {logoUrl && (
          <Button variant="ghost" busy={busy} onClick={() => void save(() => client.instance.removeLogo())}>
            {t('logoRemove')}
          </Button>
        )}
      </fieldset>
      <p
        id="logo-hint"
        role={error ? 'alert' : undefined}
        className={`flex gap-1.5 pt-2 text-13 ${error ? 'text-danger' : 'text-text-3'}`}
      >
        {error && <WarningCircleIcon weight="fill" size={16} className="mt-0.5 shrink-0" aria-hidden />}
        {error ?? t('logoHint')}
      </p>
    </div>
  );
}
