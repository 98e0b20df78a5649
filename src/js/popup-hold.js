// What a modal popup holds: the page does not scroll under it, and every way out of it is one close with its reason.

// Keys that scroll, and where they mean something else.
const SCROLLING = /^( |Page|Arrow|Home|End)/;
const OPERATED = 'input,select,textarea,button';

/** Listens to a dialog's ways out, and keeps wheel, fingers and keys from the page behind. */
export const hold = (dialog, close, listen) => {
  listen(dialog, 'cancel', (event) => {
    event.preventDefault();
    close('escape');
  });
  // Chromium closes without asking (`cancel` is skipped) when the shopper has not touched the page yet.
  listen(dialog, 'close', () => close('escape'));
  // A press that began inside (selecting text, dragging) and ends on the backdrop is no wish to close.
  let pressed = false;
  const outside = ({ clientX: x, clientY: y }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    return x < left || x > right || y < top || y > bottom;
  };
  listen(dialog, 'pointerdown', (event) => (pressed = outside(event)));
  listen(dialog, 'click', (event) => pressed && event.target === dialog && outside(event) && close('backdrop'));
  const scrolls = () => dialog.scrollHeight > dialog.clientHeight;
  // Firefox lets `overscroll-behavior` hold the page only where there is something to scroll; WebKit scrolls it under the
  // backdrop without asking the dialog, so the window is asked. Zooming stays, and so does looking around in
  // what was zoomed.
  listen(window, 'wheel touchmove', (event) => {
    const { touches: [finger, second] = [] } = event;
    if (visualViewport.scale === 1 && event.cancelable && !(scrolls() && !outside(finger ?? event)) && !event.ctrlKey && !second) event.preventDefault();
  });
  listen(dialog, 'keydown', (event) => {
    if (!scrolls() && SCROLLING.test(event.key) && !event.target.matches(OPERATED)) event.preventDefault();
  });
};
