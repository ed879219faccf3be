export type { PlayerHandle } from '@kinora/player';
export { formatTime, parseTime } from '@kinora/player/headless';
