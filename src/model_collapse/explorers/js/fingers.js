// A finger that moves up or down scrolls the page; only one that moves sideways, or taps, sets a value.

const SIDEWAYS = 8; // pixels after which a movement has a direction

// Returns a function that acts at once for mouse and keyboard, and for a finger when it is clear what it wants.
export function meant(el) {
  let began = null;
  let held = null;
  const decided = () => {
    const action = held;
    began = held = null;
    action?.();
  };
  el.addEventListener("pointerdown", (event) => {
    began = event.pointerType === "mouse" ? null : event;
    held = null;
  });
  el.addEventListener("pointermove", (event) => {
    if (!began) return;
    const [across, down] = [Math.abs(event.clientX - began.clientX), Math.abs(event.clientY - began.clientY)];
    if (across > SIDEWAYS && across > down) decided();
  });
  el.addEventListener("pointerup", decided);
  el.addEventListener("pointercancel", () => { began = held = null; }); // the page scrolls
  return (action) => {
    if (began) held = action;
    else action();
  };
}
