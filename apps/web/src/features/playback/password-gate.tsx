import { Button } from '@kinora/ui';
import { KeyIcon } from '@phosphor-icons/react/dist/csr/Key';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { PasswordField } from '../identity/password-field.tsx';
import { keepGrant } from '../videos/grants.ts';
import { isChangedMeanwhile, readVideoAgain } from '../videos/queries.ts';

export interface PasswordGateProps {
  videoId: string;
  /** Where those go who do not know it. */
  leave?: ReactNode;
  /** On a page of somebody else, whose focus it leaves alone. */
  framed?: boolean;
}

/** Before a film that opens with a password: neither its name nor its picture is known here. */
export function PasswordGate({ videoId, leave, framed = false }: PasswordGateProps) {
  const t = useTranslations('doors');
  const auth = useTranslations('auth');
  const describe = useDescribeError();
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const refuse = (reason: string) => {
    setError(reason);
    field.current?.select();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const password = `${new FormData(event.currentTarget).get('password')}`;
    if (password === '') return refuse(auth('passwordEmpty'));
    setBusy(true);
    setError(null);
    try {
      keepGrant(videoId, await client.videos.open(videoId, password));
      await readVideoAgain(videoId);
    } catch (failure) {
      if (isChangedMeanwhile(failure)) await readVideoAgain(videoId);
      else refuse(describe(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => void submit(event)}
      className="mx-auto flex w-full max-w-100 flex-col items-center gap-3 px-6 py-10 text-center [@media(max-height:22rem)]:gap-2 [@media(max-height:22rem)]:py-3"
    >
      <KeyIcon size={28} className="text-text-2 [@media(max-height:22rem)]:hidden" aria-hidden />
      <h1 className="text-24 font-semibold max-phone:text-20 [@media(max-height:22rem)]:text-18">{t('title')}</h1>
      <p className="text-15 text-text-2 [@media(max-height:22rem)]:hidden">{t('text')}</p>
      <div className="mt-2 w-full text-start">
        <PasswordField
          ref={field}
          name="password"
          autoComplete="off"
          maxLength={200}
          error={error}
          autoFocus={!framed}
        />
      </div>
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        <Button type="submit" variant="ink" busy={busy}>
          {t('open')}
        </Button>
        {leave}
      </div>
    </form>
  );
}
