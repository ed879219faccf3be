import { z } from 'zod';
import { isOneLine } from '../domain/one-line.ts';
import { type VideoSettings, videoSettingsSchema } from '../domain/video-settings.ts';
import type { TemplateRow } from '../store/templates-store.ts';
import type { VideoRow } from '../store/videos-store.ts';

export const templateSchema = z.object({
  id: z.string(),
  name: z.string(),
  settings: videoSettingsSchema,
  createdAt: z.string(),
});

export const templateNameField = z
  .string()
  .trim()
  .min(1, 'Give the template a name.')
  .max(60, 'The name may have at most 60 characters.')
  .refine(isOneLine, 'The name must be one line.');

export function presentTemplate(row: TemplateRow): z.infer<typeof templateSchema> {
  return {
    id: row.id,
    name: row.name,
    settings: videoSettingsSchema.parse(row.settings),
    createdAt: row.created_at.toISOString(),
  };
}

export function settingsOf(video: VideoRow): VideoSettings {
  return {
    description: video.description,
    tags: video.tags,
    // A template holds no password.
    visibility: video.visibility === 'password' ? 'private' : video.visibility,
    ...(video.visibility === 'members' && video.viewer_list_id ? { viewerListId: video.viewer_list_id } : {}),
    category: video.category,
    language: video.language,
    licence: video.licence,
    commentsAllowed: video.comments_allowed,
    downloadsAllowed: video.downloads_allowed,
    mature: video.mature,
    channelId: video.channel_id,
  };
}
