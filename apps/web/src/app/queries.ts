import { ApiError, ConnectionError } from '@kinora/sdk';
import { QueryClient } from '@tanstack/react-query';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 15 * 60_000,
      retry: (failures, error) => {
        if (error instanceof ConnectionError) return failures < 3;
        return error instanceof ApiError && error.status >= 500 && failures < 2;
      },
      retryDelay: (attempt) => Math.min(4000, 400 * 2 ** attempt),
    },
  },
});
