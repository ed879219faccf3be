const NAME = /^(?:poster\.jpg|storyboard\.jpg|[a-z0-9]{1,16}\/(?:init\.mp4|\d{1,7}\.m4s)|captions\/\d{1,2}\.vtt)$/;

export function editionPrefix(job: { video_id: string; id: string }): string {
  return `videos/${job.video_id}/${job.id}/`;
}

/** Everything that one attempt writes lies under a prefix of its own: attempts never touch each other's files. */
export function attemptPrefix(
  job: { video_id: string; id: string },
  task: { kind: 'ingest' | 'chunk' | 'captions' | 'splice'; chunk_index: number | null; attempt: number },
): string {
  const name = { ingest: 'i', chunk: `c${task.chunk_index}`, captions: 't', splice: `s${task.chunk_index}` }[task.kind];
  return `${editionPrefix(job)}${name}-${task.attempt}/`;
}

/** Names that a worker may write, below its attempt's prefix. */
export function isOutputName(name: string): boolean {
  return NAME.test(name);
}
