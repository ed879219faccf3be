import type { Page, PageRequest } from './page.ts';
import type { Transport } from './transport.ts';

export type ReportReason = 'spam' | 'harassment' | 'hate' | 'violence' | 'sexual' | 'danger' | 'rights' | 'other';
/** Upheld: something was done about it. */
export type ReportState = 'open' | 'upheld' | 'dismissed';
type Named = { handle: string; name: string } | null;

export interface Report {
  id: string;
  reason: ReportReason;
  note: string;
  state: ReportState;
  createdAt: string;
  reporter: Named;
  /** How many open reports there are of the same thing. */
  open: number;
  handledAt: string | null;
  handledBy: Named;
  /** Null where it is gone, or not for whoever asks. */
  video: { id: string; title: string } | null;
  videoId: string;
  /** Null where the video itself is meant, or the comment is gone for good. */
  comment: { id: string; text: string; state: string; author: Named } | null;
  commentId: string | null;
}

/** @param grant what `videos.open` has answered, for a video with a password. */
export function reportsApi(transport: Transport) {
  return {
    async send(
      thing: { kind: 'comment' | 'video'; id: string },
      report: { reason: ReportReason; note?: string },
      grant?: string,
    ): Promise<void> {
      await transport.request(`/${thing.kind}s/${encodeURIComponent(thing.id)}/reports`, {
        method: 'POST',
        json: report,
        ...(grant === undefined ? {} : { headers: { 'video-grant': grant } }),
      });
    },
    /** For those who keep order on the site. */
    list(request: PageRequest & { state?: ReportState } = {}): Promise<Page<Report>> {
      const { signal, ...query } = request;
      return transport.json('/admin/reports', { query, signal });
    },
    async decide(id: string, upheld: boolean): Promise<void> {
      const path = `/admin/reports/${encodeURIComponent(id)}/decision`;
      await transport.request(path, { method: 'POST', json: { upheld } });
    },
  };
}
