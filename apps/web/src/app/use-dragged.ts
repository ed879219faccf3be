import { useEffect, useState } from 'react';

/** True once files were dragged over the page; what takes them is loaded then. */
export function useDragged(wanted: boolean): boolean {
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    if (!wanted || dragged) return;
    const enter = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) setDragged(true);
    };
    document.addEventListener('dragenter', enter);
    return () => document.removeEventListener('dragenter', enter);
  }, [wanted, dragged]);
  return wanted && dragged;
}
