import type { Comment, CommentPage, CommentSort, Page, Reaction, VideoReactions } from '@kinora/sdk';
import { useToast } from '@kinora/ui';
import { type InfiniteData, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { client } from '../../app/client.ts';
import { useDescribeError } from '../../app/describe-error.ts';
import { queryClient } from '../../app/queries.ts';
import { useSession } from '../../app/use-session.ts';
import { readGrant } from '../videos/grants.ts';

const PAGE = 20;

function useReader(): string | null {
  const session = useSession();
  return session.state === 'known' ? session.account.id : null;
}

export function useReactions(videoId: string) {
  const session = useSession();
  return useQuery({
    queryKey: ['reactions', videoId, useReader()],
    queryFn: ({ signal }) => client.reactions.get(videoId, signal, readGrant(videoId)),
    enabled: session.state !== 'unknown',
  });
}

/** Counts at once; what the server refuses is undone and said. */
export function useReact(videoId: string) {
  const queryKey = ['reactions', videoId, useReader()];
  const toast = useToast();
  const describe = useDescribeError();
  return useMutation({
    mutationFn: (reaction: Reaction | null) => client.reactions.set(videoId, reaction, readGrant(videoId)),
    // A second click counts after the first one, whichever is answered first.
    scope: { id: `reaction ${videoId}` },
    onMutate: async (reaction) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData<VideoReactions>(queryKey);
      if (before) queryClient.setQueryData<VideoReactions>(queryKey, reacted(before, reaction));
      return before;
    },
    onError: (error, _reaction, before) => {
      queryClient.setQueryData(queryKey, before);
      toast({ text: describe(error), error: true });
    },
    onSuccess: (now) => queryClient.setQueryData(queryKey, now),
  });
}

function reacted(before: VideoReactions, mine: Reaction | null): VideoReactions {
  const change = (which: Reaction) => Number(mine === which) - Number(before.mine === which);
  return { ...before, mine, likes: before.likes + change('like'), dislikes: before.dislikes + change('dislike') };
}

const threadsKey = (videoId: string) => ['comments', videoId];
const repliesKey = (commentId: string) => ['replies', commentId];

export function useComments(videoId: string, sort: CommentSort) {
  const session = useSession();
  return useInfiniteQuery({
    queryKey: [...threadsKey(videoId), sort, useReader()],
    queryFn: ({ pageParam, signal }) =>
      client.comments.list(videoId, { limit: PAGE, cursor: pageParam, sort, signal }, readGrant(videoId)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: session.state !== 'unknown',
  });
}

export function useReplies({ id, videoId }: Pick<Comment, 'id' | 'videoId'>, open: boolean) {
  return useInfiniteQuery({
    queryKey: [...repliesKey(id), useReader()],
    queryFn: ({ pageParam, signal }) =>
      client.comments.replies(id, { limit: PAGE, cursor: pageParam, signal }, readGrant(videoId)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: open,
  });
}

/** The comment that an address leads to, with the thread that it is part of. */
export function useLinkedThread(videoId: string, commentId: string | undefined) {
  return useQuery({
    queryKey: ['linked-comment', commentId, useReader()],
    queryFn: async ({ signal }) => {
      const comment = await client.comments.get(commentId ?? '', signal, readGrant(videoId));
      return comment.parentId === null ? comment : client.comments.get(comment.parentId, signal, readGrant(videoId));
    },
    enabled: commentId !== undefined,
    retry: false,
  });
}

type Threads = InfiniteData<CommentPage>;
type Replies = InfiniteData<Page<Comment>>;

/** Wherever the comment is shown. Undefined: it is shown no more. */
export function patchComment(comment: Comment, patch: (comment: Comment) => Comment | undefined): void {
  const each = (items: Comment[]) => items.flatMap((one) => (one.id === comment.id ? (patch(one) ?? []) : one));
  queryClient.setQueriesData<Threads>({ queryKey: threadsKey(comment.videoId) }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: each(page.items) })) } : data,
  );
  if (comment.parentId !== null) {
    queryClient.setQueriesData<Replies>({ queryKey: repliesKey(comment.parentId) }, (data) =>
      data ? { ...data, pages: data.pages.map((page) => ({ ...page, items: each(page.items) })) } : data,
    );
  }
  queryClient.setQueriesData<Comment>({ queryKey: ['linked-comment'] }, (one) =>
    one?.id === comment.id ? (patch(one) ?? one) : one,
  );
}

/** At its place: threads begin with the newest, answers end with it. One that is known already is not shown twice. */
export function addComment(comment: Comment): void {
  if (comment.parentId === null) {
    queryClient.setQueriesData<Threads>({ queryKey: threadsKey(comment.videoId) }, (data) => {
      const [first, ...rest] = data?.pages ?? [];
      if (!data || !first || knows(data.pages, comment)) return data;
      const pinned = first.items.filter((one) => one.pinned);
      const others = first.items.filter((one) => !one.pinned);
      return { ...data, pages: [{ ...first, items: [...pinned, comment, ...others] }, ...rest] };
    });
    return;
  }
  queryClient.setQueriesData<Replies>({ queryKey: repliesKey(comment.parentId) }, (data) => {
    const last = data?.pages.at(-1);
    if (!data || !last || knows(data.pages, comment)) return data;
    return { ...data, pages: [...data.pages.slice(0, -1), { ...last, items: [...last.items, comment] }] };
  });
}

const knows = (pages: Page<Comment>[], comment: Comment) =>
  pages.some(({ items }) => items.some(({ id }) => id === comment.id));

/** How many there are, as far as this page has changed it. */
export function countComments(videoId: string, more: number): void {
  queryClient.setQueriesData<Threads>({ queryKey: threadsKey(videoId) }, (data) =>
    data ? { ...data, pages: data.pages.map((page) => ({ ...page, total: Math.max(0, page.total + more) })) } : data,
  );
  queryClient.setQueriesData<VideoReactions>({ queryKey: ['reactions', videoId] }, (data) =>
    data ? { ...data, comments: Math.max(0, data.comments + more) } : data,
  );
}

/** All of a video's as the server has them. */
export function readCommentsAgain(videoId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: threadsKey(videoId) });
}
