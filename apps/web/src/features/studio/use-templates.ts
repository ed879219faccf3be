import type { VideoTemplate } from '@kinora/sdk';
import { useToast } from '@kinora/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { hiddenIds } from '../../app/hidden-ids.ts';
import { queryClient } from '../../app/queries.ts';

const KEY = ['video-templates'];
const { hide, use } = hiddenIds();

/** Settings that are kept for the next videos, by name. */
export function useTemplates(): VideoTemplate[] {
  const hidden = use();
  const { data = [] } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => client.videos.templates(signal) });
  return data.filter(({ id }) => !hidden.has(id));
}

export function templatesChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: KEY });
}

export function useDeleteTemplate(): (template: VideoTemplate) => void {
  const t = useTranslations('templates');
  const app = useTranslations('app');
  const toast = useToast();
  const describe = useDescribeError();
  return ({ id, name }) => {
    hide([id], true);
    const commit = async () => {
      try {
        await client.videos.deleteTemplate(id);
      } catch (error) {
        hide([id], false);
        toast({ text: t('deleteFailed', { name, reason: describe(error) }), error: true });
      }
      await templatesChanged();
    };
    toast({
      text: t('deleted', { name }),
      action: { label: app('undo'), run: () => hide([id], false) },
      onGone: () => void commit(),
    });
  };
}
