// The landing page's run plays by itself, once: at the first weight until few digits are left, then at the second, which
// brings them back. `data-demonstrates` stands at the explorer until a reader touches a control.

const HOLD = 1200; // milliseconds at the start, and before the weight is moved
const PACES = [125, 400]; // from round to round, before and after

const addressHoldsState = () => location.hash.includes("=");

export function demonstration(el, { demonstration: { turn, weights } = {} }) {
  const on = () => "demonstrates" in el.dataset;
  const over = () => delete el.dataset.demonstrates;
  if (addressHoldsState()) over();
  return {
    on,
    wait: (round) => (round === 0 || round === turn ? HOLD : PACES[Number(round > turn)]),
    rewind: (model) => model.set("weight", weights[0]),
    // What stood before the weight was moved is kept for the last picture.
    turned(state, model) {
      if (state.round !== turn) return state;
      model.set("weight", weights[1]);
      return { ...state, before: state };
    },
    // The run begins when it is seen and ends at the first touch, its own button apart; without motion and on paper its
    // end stands there at once.
    begin({ side, stage, play }, { run, stop, finish }) {
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
        finish();
        return over();
      }
      const touched = ({ target, key }) => {
        if (!on() || target === play || ["Tab", "Shift"].includes(key)) return;
        over();
        stop();
      };
      for (const touch of ["pointerdown", "keydown", "input", "click"]) side.addEventListener(touch, touched, true);
      addEventListener("hashchange", (event) => { if (addressHoldsState()) touched(event); });
      addEventListener("beforeprint", () => { if (on()) finish(); });
      const seen = new IntersectionObserver(([{ isIntersecting }]) => {
        if (!isIntersecting) return;
        seen.disconnect();
        if (on()) run();
      }, { threshold: 0.2 });
      return seen.observe(stage);
    },
  };
}
