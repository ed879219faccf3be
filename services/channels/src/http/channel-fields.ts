import { z } from 'zod';
import { HANDLE_PATTERN } from '../domain/handle.ts';

export const nameField = z
  .string()
  .trim()
  .min(1, 'Give the channel a name.')
  .max(50, 'The name may have at most 50 characters.');

export const handleField = z
  .string()
  .trim()
  .regex(HANDLE_PATTERN, 'Use 3 to 30 letters, digits, dots, hyphens or underscores.');
