// SPDX-License-Identifier: Apache-2.0
// Drag, pinch and wheel on the charts, as changes of the view. Up and down the page still scrolls by touch.
import { pinched, moved, zoomed, spanOf, type View } from './view';

export interface Handled {
  /** What at the left and right is no part of the time axis, in px. */
  left: number;
  right: number;
  view: () => View;
  now: () => number;
  change: (view: View) => void;
}

const kLinePx = 16;
// A tap must not move the view.
const kStillPx = 3;

/** For use:gestures. */
export function gestures(node: HTMLElement, { view, now, change, left, right }: Handled) {
  const fingers = new Map<number, number>();
  let before: View = { from: 0, to: 1 };
  let start: number[] = [];

  const share = (clientX: number) => {
    const box = node.getBoundingClientRect();
    return (clientX - box.left - left) / Math.max(1, box.width - left - right);
  };
  const widthPx = () => Math.max(1, node.getBoundingClientRect().width - left - right);
  const begin = () => {
    before = view();
    start = [...fingers.values()];
  };

  const down = (event: PointerEvent) => {
    if (event.button !== 0 || fingers.size === 2) return;
    fingers.set(event.pointerId, share(event.clientX));
    begin();
  };
  const move = (event: PointerEvent) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, share(event.clientX));
    const [a = 0, b] = [...fingers.values()];
    const [startA = 0, startB] = start;
    if (b !== undefined && startB !== undefined) return change(pinched(before, [startA, startB], [a, b], now()));
    if (!node.hasPointerCapture(event.pointerId)) {
      if (Math.abs(a - startA) * widthPx() < kStillPx) return;
      node.setPointerCapture(event.pointerId);
    }
    change(moved(before, startA - a, now()));
  };
  const up = (event: PointerEvent) => {
    if (fingers.delete(event.pointerId)) begin();
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? kLinePx : 1;
    const seen = view();
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const by = (event.deltaX || event.deltaY) * px;
      return change(moved(seen, by / widthPx(), now()));
    }
    const at = seen.from + Math.min(Math.max(share(event.clientX), 0), 1) * spanOf(seen);
    change(zoomed(seen, Math.exp(event.deltaY * px * 0.002), at, now()));
  };

  node.addEventListener('pointerdown', down);
  node.addEventListener('pointermove', move);
  node.addEventListener('pointerup', up);
  node.addEventListener('pointercancel', up);
  node.addEventListener('wheel', wheel, { passive: false });
  return {
    destroy() {
      node.removeEventListener('pointerdown', down);
      node.removeEventListener('pointermove', move);
      node.removeEventListener('pointerup', up);
      node.removeEventListener('pointercancel', up);
      node.removeEventListener('wheel', wheel);
    },
  };
}
