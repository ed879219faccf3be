import { Button } from '@kinora/ui';
import { useTranslations } from 'use-intl';

export interface MoreButtonProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** The next page of a list that does not load by itself; nothing at its end. */
export function MoreButton({ query }: MoreButtonProps) {
  const t = useTranslations('app');
  if (!query.hasNextPage) return null;
  return (
    <Button
      variant="tonal"
      className="self-start"
      busy={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {t('more')}
    </Button>
  );
}
