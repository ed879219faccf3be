import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { LONGEST_CHAPTER_TITLE, MOST_CHAPTERS, wholeChapters } from '../domain/chapters.ts';
import { isOneLine } from '../domain/one-line.ts';
import { mayEdit } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { videoDetailSchema } from './present-video.ts';
import { readDetail } from './read-detail.ts';

const chapterField = z.strictObject({
  startMs: z.number().int().min(0).max(359_999_999),
  title: z
    .string()
    .trim()
    .min(1, 'Give the chapter a title.')
    .max(LONGEST_CHAPTER_TITLE, 'The title may have at most 100 characters.')
    .refine(isOneLine, 'The title is one line of text.'),
});

export const putChapters = defineRoute({
  method: 'PUT',
  path: '/api/v1/videos/:id/chapters',
  operationId: 'putChapters',
  summary: 'Give a video of mine chapters, from 0 on and ascending; with none, those of its description count again.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({
    chapters: z
      .array(chapterField)
      .max(MOST_CHAPTERS, 'A video may have at most 100 chapters.')
      .superRefine((chapters, context) => {
        for (const [index, { startMs }] of chapters.entries()) {
          const before = chapters[index - 1]?.startMs ?? -1;
          const message =
            index === 0 && startMs !== 0
              ? 'The first chapter begins at 0:00.'
              : startMs <= before
                ? 'A chapter begins after the one before it.'
                : null;
          if (message) context.addIssue({ code: 'custom', path: [index, 'startMs'], message });
        }
      }),
  }),
  answers: { 200: videoDetailSchema },
  errors: ['videos.not_found'],
  async handle(context: VideosContext, { params, body, caller }) {
    const existing = await context.videos.find(params.id);
    if (!existing || !mayEdit(existing, caller)) throw videosErrors.not_found();
    const durationMs = existing.duration_ms === null ? Number.POSITIVE_INFINITY : Number(existing.duration_ms);
    const late = body.chapters.findIndex(({ startMs }) => startMs >= durationMs);
    if (late > 0) {
      const message = 'The chapter begins after the end of the video.';
      throw kernelErrors.validation_failed({ fields: [{ path: `chapters.${late}.startMs`, message }] });
    }
    const whole = existing.kept ? wholeChapters(body.chapters, existing.kept, existing.chapters ?? []) : body.chapters;
    const chapters = body.chapters.length > 0 ? JSON.stringify(whole) : null;
    const result = await context.videos.update(params.id, { chapters });
    if (!result) throw videosErrors.not_found();
    return readDetail(context, result.after, caller);
  },
});
