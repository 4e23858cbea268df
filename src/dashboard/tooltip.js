// @ts-check
/** The readout beside the pointer. What it says is also said to screen readers, by the chart's live region. */
import { el } from './dom.js';

export class Tooltip {
  #box = el('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: true });

  /** @param {HTMLElement} host positioned */
  constructor(host) {
    host.append(this.#box);
  }

  /**
   * @param {readonly string[]} lines the first is the heading
   * @param {number} x
   * @param {number} y
   * @param {number} width of the host
   */
  show(lines, x, y, width) {
    this.#box.replaceChildren(...lines.map((line, i) => el(i === 0 ? 'strong' : 'span', {}, line)));
    this.#box.hidden = false;
    const onRight = x + this.#box.offsetWidth + 16 < width;
    this.#box.style.left = `${onRight ? x + 12 : Math.max(0, x - this.#box.offsetWidth - 12)}px`;
    this.#box.style.top = `${Math.max(0, y)}px`;
  }

  hide() {
    this.#box.hidden = true;
  }
}
