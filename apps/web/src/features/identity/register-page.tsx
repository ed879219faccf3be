import { Link, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useTitle } from '../../app/use-title.ts';
import { AuthFrame } from './auth-frame.tsx';
import { useGoOn } from './next-place.ts';
import { RegistrationForm } from './registration-form.tsx';

export function RegisterPage() {
  const t = useTranslations('auth');
  const { next } = useSearch({ from: '/register' });
  const goOn = useGoOn(next);
  useTitle(t('makeAccount'));
  return (
    <AuthFrame
      title={t('registerTitle')}
      text={t('registerText')}
      foot={
        <>
          {t('haveAccount')}{' '}
          <Link to="/login" search={{ next }} className="font-semibold text-link hover:underline">
            {t('logIn')}
          </Link>
        </>
      }
    >
      <RegistrationForm submitLabel={t('register')} onDone={goOn} />
    </AuthFrame>
  );
}
