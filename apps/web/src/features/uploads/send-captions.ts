import { ApiError, isTransient } from '@kinora/sdk';
import { client } from '../../app/client.ts';
import { pageLanguage } from '../../app/languages.ts';
import type { UploadItem } from './upload-queue.ts';

export interface RefusedCaptions {
  name: string;
  error: unknown;
}

/**
 * What came beside a film, before the film: it is small, and lost with the page. Answers what is left to send and what
 * was refused for good; throws where trying again may help.
 */
export async function sendCaptions(
  videoId: string,
  item: Pick<UploadItem, 'captions' | 'refusedCaptions' | 'settings'>,
  onSent: (left: Pick<UploadItem, 'captions' | 'refusedCaptions'>) => void,
): Promise<void> {
  let { captions, refusedCaptions } = item;
  while (captions[0]) {
    const { file, language } = captions[0];
    try {
      await client.captions.create(videoId, {
        language: language ?? item.settings?.language ?? pageLanguage(),
        file,
        isDefault: refusedCaptions.length === 0 && captions.length === item.captions.length,
      });
    } catch (error) {
      if (isTransient(error)) throw error;
      // A lost answer: they are there from the try before.
      if (!(error instanceof ApiError && error.status === 409))
        refusedCaptions = [...refusedCaptions, { name: file.name, error }];
    }
    captions = captions.slice(1);
    onSent({ captions, refusedCaptions });
  }
}
