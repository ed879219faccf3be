import { Fragment, type ReactNode } from 'react';
import type { PlayerController } from './controller.ts';
import { usePlayerState } from './use-player-state.ts';

const COLOURS = new Set(['white', 'lime', 'cyan', 'red', 'yellow', 'magenta', 'blue', 'black']);
const TAGS = { B: 'b', I: 'i', U: 'u', RUBY: 'ruby', RT: 'rt' } as const;

/** Over the picture and above the controls; the bottom of the picture, or its top where a caption asks for that. */
export function CaptionsView({ controller }: { controller: PlayerController }) {
  const cues = usePlayerState(controller.store, (state) => state.cues);
  const language = usePlayerState(controller.store, (state) => state.captionLanguage ?? '');
  const lines = (wanted: boolean) => cues.filter((cue) => isTop(cue) === wanted);
  return (
    <>
      <Lines cues={lines(true)} language={language} className="kp-cues kp-cues-top" />
      <Lines cues={lines(false)} language={language} className="kp-cues" />
    </>
  );
}

function Lines({ cues, language, className }: { cues: VTTCue[]; language: string; className: string }) {
  if (cues.length === 0) return null;
  return (
    <div className={className} lang={language}>
      {cues.map((cue) => (
        <p key={`${cue.startTime} ${cue.endTime} ${cue.text}`} dir="auto">
          <span>{drawn(cue.getCueAsHTML().childNodes)}</span>
        </p>
      ))}
    </div>
  );
}

function isTop(cue: VTTCue): boolean {
  return typeof cue.line === 'number' && cue.line >= 0 && (!cue.snapToLines || cue.line < 4) && cue.line < 40;
}

/** Of what the browser has parsed only words and known tags are drawn: no class, style or address of a caption's own. */
function drawn(nodes: NodeListOf<ChildNode>): ReactNode {
  return [...nodes].map((node, index) => {
    const key = `${index}`;
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (!(node instanceof HTMLElement)) return null;
    const inner = drawn(node.childNodes);
    if (node.tagName === 'BR') return <br key={key} />;
    if (node.tagName in TAGS) {
      const Tag = TAGS[node.tagName as keyof typeof TAGS];
      return <Tag key={key}>{inner}</Tag>;
    }
    const colour = [...node.classList].find((name) => COLOURS.has(name));
    return colour ? (
      <span key={key} data-colour={colour}>
        {inner}
      </span>
    ) : (
      <Fragment key={key}>{inner}</Fragment>
    );
  });
}
