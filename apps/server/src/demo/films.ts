/** The films of the demonstration: what their pictures are made from, and what their pages say. */
export interface DemoFilm {
  title: string;
  /** Filters of ffmpeg's own that make a picture; `S` stands for the size, `R` for frames per second. */
  picture: string;
  /** Frequencies in Hz of the chord below it. */
  chord: number[];
  seconds: number;
  width: number;
  height: number;
  fps: number;
  description: string;
  tags: string[];
  /** Which of the accounts it belongs to. */
  owner: number;
}

const HD = { width: 1280, height: 720, fps: 30 };
const UPRIGHT = { width: 720, height: 1280, fps: 30 };

export const DEMO_ACCOUNTS = [
  { email: 'mira@demo.kinora.example', displayName: 'Mira Patterns', handle: 'mira-patterns' },
  { email: 'otto@demo.kinora.example', displayName: 'Otto Automata', handle: 'otto-automata' },
  { email: 'lena@demo.kinora.example', displayName: 'Lena Test Cards', handle: 'lena-test-cards' },
];

/** The short ones first: something plays soon. */
export const DEMO_FILMS: readonly DemoFilm[] = [
  {
    title: 'Rule 110 in fifteen seconds',
    picture: 'cellauto=size=180x320:rate=R:rule=110:seed=2,scale=S:flags=neighbor',
    chord: [220, 277],
    seconds: 15,
    ...UPRIGHT,
    description: 'Short and upright.',
    tags: ['automata', 'short'],
    owner: 1,
  },
  {
    title: 'Life on a narrow strip',
    picture:
      'life=size=180x320:rate=R:ratio=0.2:mold=20:seed=4:life_color=#7fd1ae:death_color=#3b5bdb:mold_color=#101820,scale=S:flags=neighbor',
    chord: [196, 294],
    seconds: 15,
    ...UPRIGHT,
    description: 'The same rules, less room.',
    tags: ['automata', 'life', 'short'],
    owner: 1,
  },
  {
    title: 'Bars and a tone',
    picture: 'smptehdbars=size=S:rate=R',
    chord: [1000],
    seconds: 20,
    ...HD,
    description: 'As broadcasters have looked at them for decades.',
    tags: ['test card'],
    owner: 2,
  },
  {
    title: 'Gradients, upright',
    picture: 'gradients=size=S:rate=R:speed=0.03:nb_colors=4:type=radial:seed=3',
    chord: [174, 261],
    seconds: 20,
    ...UPRIGHT,
    description: 'For a telephone held as it wants to be held.',
    tags: ['calm', 'short'],
    owner: 0,
  },
  {
    title: 'Spirals out of one point',
    picture: 'gradients=size=S:rate=R:type=spiral:speed=0.02:nb_colors=8:seed=21',
    chord: [156, 208],
    seconds: 25,
    width: 720,
    height: 720,
    fps: 30,
    description: 'Square, for once.',
    tags: ['calm', 'square'],
    owner: 0,
  },
  {
    title: 'Test card at sixty frames',
    picture: 'testsrc2=size=S:rate=R',
    chord: [330],
    seconds: 30,
    ...HD,
    fps: 60,
    description: 'Watch the edges move.',
    tags: ['test card', '60 fps'],
    owner: 2,
  },
  {
    title: 'Falling into the Mandelbrot set',
    picture: 'mandelbrot=size=S:rate=R:start_scale=2.5:end_scale=0.00001:end_pts=1000',
    chord: [110, 165, 220],
    seconds: 40,
    width: 960,
    height: 540,
    fps: 25,
    description: 'A zoom, computed frame by frame.\n\n0:00 The whole set\n0:12 The valley\n0:27 Spirals',
    tags: ['fractal', 'mathematics'],
    owner: 0,
  },
  {
    title: 'Sierpinski’s carpet rolls by',
    picture: 'sierpinski=size=S:rate=R:type=carpet:seed=9',
    chord: [123, 185, 247],
    seconds: 40,
    ...HD,
    description: 'Holes within holes within holes.',
    tags: ['fractal'],
    owner: 0,
  },
  {
    title: 'Rule 30, line by line',
    picture: 'cellauto=size=320x180:rate=R:rule=30:seed=5,scale=S:flags=neighbor',
    chord: [147, 185],
    seconds: 45,
    ...HD,
    description: 'A single rule, and no end to its surprises.',
    tags: ['automata'],
    owner: 1,
  },
  {
    title: 'Test card with a counter',
    picture: 'testsrc2=size=S:rate=R',
    chord: [440],
    seconds: 60,
    width: 1920,
    height: 1080,
    fps: 30,
    description: 'Full HD, to see every rendition.\n\n0:00 Start\n0:30 The second half',
    tags: ['test card', '1080p'],
    owner: 2,
  },
  {
    title: 'The game of life, and mould',
    picture:
      'life=size=320x180:rate=R:ratio=0.12:mold=12:seed=11:life_color=#e8c15a:death_color=#b3412f:mold_color=#19324a,scale=S:flags=neighbor',
    chord: [131, 196],
    seconds: 90,
    ...HD,
    description: 'Conway’s rules; what dies leaves a trace.\n\n0:00 First generations\n0:30 Islands\n1:00 What stays',
    tags: ['automata', 'life'],
    owner: 1,
  },
  {
    title: 'Ten minutes of slow colour',
    picture: 'gradients=size=S:rate=R:speed=0.004:nb_colors=6:seed=7',
    chord: [98, 147, 196, 247],
    seconds: 600,
    width: 640,
    height: 360,
    fps: 24,
    description: 'Something long to let run.\n\n0:00 Dawn\n2:30 Noon\n5:00 Evening\n8:00 Night',
    tags: ['calm', 'long'],
    owner: 0,
  },
];
