import { useNavigate } from '@tanstack/react-router';

/** Where somebody wanted to go before they had to log in; only places of this site. */
export function safeNext(next: string | undefined): string {
  if (!next?.startsWith('/') || next.startsWith('//') || next.includes('\\')) return '/';
  return next;
}

export function useGoOn(next: string | undefined): () => Promise<void> {
  const navigate = useNavigate();
  return () => navigate({ href: safeNext(next), replace: true });
}
