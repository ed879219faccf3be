import { Button } from '@kinora/ui';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { client, sessionStore } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { useTitle } from '../../app/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { FormError } from './form-error.tsx';
import { InterestField } from './interest-field.tsx';
import { useGoOn } from './next-place.ts';
import { RequireAccount } from './require-account.tsx';

/** Once, after an account was made. */
export function WelcomePage() {
  return <RequireAccount>{() => <Welcome />}</RequireAccount>;
}

function Welcome() {
  const t = useTranslations('interests');
  const describe = useDescribeError();
  const { next } = useSearch({ from: '/welcome' });
  const goOn = useGoOn(next);
  const [interests, setInterests] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  useTitle(t('welcomeTitle'));
  const save = async () => {
    setBusy(true);
    try {
      sessionStore.set(await client.identity.updateMe({ interests }));
      await goOn();
    } catch (failure) {
      setError(describe(failure));
      setBusy(false);
    }
  };
  return (
    <AuthFrame title={t('welcomeTitle')} text={t('welcomeText')}>
      <InterestField interests={interests} onChange={setInterests} />
      <FormError text={error} />
      <div className="flex flex-wrap justify-between gap-3">
        <Button variant="ghost" name="skip" onClick={() => void goOn()}>
          {t('skip')}
        </Button>
        <Button variant="ink" busy={busy} disabled={interests.length === 0} onClick={() => void save()}>
          {t('save')}
        </Button>
      </div>
    </AuthFrame>
  );
}
