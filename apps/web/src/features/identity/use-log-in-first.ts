import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useSession } from '../../app/use-session.ts';

/** For what takes an account: leads whoever is not logged in to the log-in page, and back here. True: go on. */
export function useLogInFirst(): () => boolean {
  const session = useSession();
  const navigate = useNavigate();
  const href = useRouterState({ select: (state) => state.location.href });
  return () => {
    if (session.state !== 'anonymous') return true;
    void navigate({ to: '/login', search: { next: href } });
    return false;
  };
}
