// Every explorer by name; JupyterLab calls `render`, a page calls `mountAll`.
import { adaptiveWeights } from "./adaptive_weights.js";
import { addressed } from "./address.js";
import { biasAndDrift } from "./bias_and_drift.js";
import { budget } from "./budget.js";
import { digits } from "./digits.js";
import { fourRegimes } from "./four_regimes.js";
import { mount } from "./kit.js";
import { predict } from "./predict.js";
import { watchItCollapse } from "./watch_it_collapse.js";
import { weightDial } from "./weight_dial.js";

export const EXPLORERS = { adaptiveWeights, biasAndDrift, budget, digits, fourRegimes, predict, watchItCollapse, weightDial };

export const render = ({ model, el }) => mount(EXPLORERS[model.get("settings").explorer], model, el);

// On a page without a kernel the values live in the page.
export function pageModel(settings) {
  const values = { settings, ...settings.values };
  const listeners = {};
  return {
    get: (name) => values[name],
    set(name, value) {
      values[name] = value;
      (listeners[`change:${name}`] ?? []).forEach((listener) => listener());
    },
    on: (event, listener) => (listeners[event] ??= []).push(listener),
    save_changes() {},
  };
}

export function mountAll() {
  const seen = {};
  for (const el of document.querySelectorAll(".mc-explorer")) {
    try {
      const settings = JSON.parse(el.dataset.settings);
      const model = pageModel(settings);
      const count = (seen[settings.explorer] = (seen[settings.explorer] ?? 0) + 1);
      const asked = addressed(model, `${settings.explorer}${count > 1 ? count : ""}`, settings.controls, settings.values, () => "demonstrates" in el.dataset);
      render({ model, el });
      if (asked) el.scrollIntoView();
    } catch (fault) {
      console.error(fault); // its picture stays, and the others live
    }
  }
}
