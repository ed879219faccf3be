import { useNavigate } from '@tanstack/react-router';
import { safeNext } from './safe-next.ts';

export function useGoOn(next: string | undefined): () => Promise<void> {
  const navigate = useNavigate();
  return () => navigate({ href: safeNext(next), replace: true });
}
