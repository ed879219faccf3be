import { Button, Notice, useToast } from '@kinora/ui';
import { WarningCircleIcon } from '@phosphor-icons/react/dist/csr/WarningCircle';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';

const KEY = ['instance-settings'];

/** Where links in mail lead, and the way to have them lead here. */
export function LinksNotice() {
  const t = useTranslations('mail');
  const describe = useDescribeError();
  const toast = useToast();
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.instance.settings(signal) });
  if (!data) return null;
  const { address, isFixed } = data.links;
  const here = location.origin;
  if (address === here || isFixed)
    return (
      <p className="text-14 text-text-2">
        {t('linksLead')} <bdi className="break-all">{address}</bdi>
      </p>
    );
  const lead = async () => {
    try {
      await client.instance.update({});
    } catch (error) {
      toast({ text: describe(error), error: true });
    }
    await queryClient.invalidateQueries({ queryKey: KEY });
  };
  return (
    <Notice tone="warning" icon={<WarningCircleIcon size={20} weight="fill" aria-hidden />}>
      <p>
        {t('linksLead')} <bdi className="break-all">{address}</bdi>
      </p>
      <p>{t('linksElsewhere')}</p>
      <Button className="mt-2" onClick={() => void lead()}>
        {t('linksHere')}
      </Button>
    </Notice>
  );
}
