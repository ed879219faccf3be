import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { eventually } from '@kinora/testing';
import type { UploadsAlone } from './harness.ts';

/** Tells the service something about a video, and resolves when it has been heard. */
export async function tellOf<Desc extends DescMessage>(
  service: UploadsAlone,
  schema: Desc,
  message: MessageInitShape<Desc> & { videoId: string },
): Promise<void> {
  const eventId = crypto.randomUUID();
  const payload = toBinary(schema, create(schema, message));
  const producer = schema.typeName.split('.')[1] ?? '';
  await service.tell({ id: message.videoId, producer, type: schema.typeName, payload, eventId });
  await eventually('it was heard', () =>
    service.database.query.selectFrom('inbox').select('event_id').where('event_id', '=', eventId).executeTakeFirst(),
  );
}

/** A whole file of a video. */
export async function uploaded(
  service: UploadsAlone,
  token: string,
  file: Uint8Array,
): Promise<{ id: string; videoId: string; blobKey: string }> {
  const id = await service.create(token, file.length);
  await service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': '0' }, body: file });
  return eventually('the upload is complete', async () => {
    const { state, video_id: videoId, blob_key: blobKey } = await service.row(id);
    return state === 'complete' && blobKey !== null && { id, videoId, blobKey };
  });
}
