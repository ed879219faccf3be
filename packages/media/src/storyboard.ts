/** One picture that holds a grid of small frames, filled row by row. */
export type StoryboardSheet = {
  uri: string;
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
  /** From when each frame stands for the film, ascending, over all sheets; a negative one is shown nowhere. */
  timesMs: number[];
};

/** Grid for a number of frames: as square as it gets, at most 5 wide. */
export function storyboardGrid(count: number): { columns: number; rows: number } {
  const columns = Math.max(1, Math.min(5, count));
  return { columns, rows: Math.max(1, Math.ceil(count / columns)) };
}

/** WebVTT thumbnails track (`sheet.jpg#xywh=…`), as players read it. */
export function writeStoryboardVtt(sheets: readonly StoryboardSheet[], durationMs: number): string {
  const cues = sheets.flatMap((sheet) =>
    sheet.timesMs.flatMap((startMs, index) => {
      if (startMs < 0) return [];
      const x = (index % sheet.columns) * sheet.tileWidth;
      const y = Math.floor(index / sheet.columns) * sheet.tileHeight;
      return [{ startMs, target: `${sheet.uri}#xywh=${x},${y},${sheet.tileWidth},${sheet.tileHeight}` }];
    }),
  );
  const blocks = cues.map(({ startMs, target }, index) => {
    // The first picture stands for the beginning as well.
    const from = index === 0 ? 0 : startMs;
    const until = Math.max(cues[index + 1]?.startMs ?? durationMs, from + 1);
    return `${timestamp(from)} --> ${timestamp(until)}\n${target}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
}

function timestamp(ms: number): string {
  const whole = Math.round(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(whole / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(whole % 1000).padStart(3, '0')}`;
}
